// What axe finds on a page.
// Must not know the page.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Evaluated by the debugger, which the page's content policy does not hold back. */
export async function violationsOn(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(async () => {
    const rules = { 'color-contrast-enhanced': { enabled: false }, region: { enabled: true } };
    const { violations } = await window.axe.run(document, { rules });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.target} ${node.failureSummary ?? ''}`),
    );
  });
  return found;
}
