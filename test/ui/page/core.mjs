// The engine's own maths for tests of the page, bundled on the fly from its sources.
// Must not know the page.
import { build } from 'esbuild';
import { root } from '../../../scripts/lib/paths.mjs';

const entry = `
export { weighClasses } from './src/core/weights/table';
export { schemes } from './src/core/weights/registry';
export { imbalanceMetrics } from './src/core/metrics/metrics';
export { classCounts } from './src/core/selection';
`;
const { outputFiles } = await build({
  ...{ bundle: true, write: false, format: 'esm', platform: 'neutral', logLevel: 'silent' },
  stdin: { contents: entry, resolveDir: root, loader: 'ts' },
});
const code = Buffer.from(outputFiles[0].contents).toString('base64');
export const { weighClasses, schemes, imbalanceMetrics, classCounts } = await import(
  `data:text/javascript;base64,${code}`
);
