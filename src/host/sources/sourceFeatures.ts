// What to count and by what to group, as features; each is loaded when it is first asked for.
// Must not know how the questions are asked.

import type { ExtensionContext } from 'vscode';
import type { Features, Services } from '../features';

export function sourceFeatures(
  services: Services,
  context: ExtensionContext,
): Pick<Features, 'chooseSources' | 'countGroups'> {
  return {
    chooseSources: async () => {
      const { chooseSources } = await import('./chooseSources');
      await chooseSources(services, context.asAbsolutePath('dist/cli.mjs'));
    },
    countGroups: async (target) => {
      const { countGroups } = await import('./countGroups');
      await countGroups(services, target);
    },
  };
}
