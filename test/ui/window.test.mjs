// That the packed extension installs into a real VS Code window that opens on a workspace.
// Must not know the extension's views: the tests of each feature look at those.
export const name = 'window';
export const workspace = 'test/fixtures/workspaces/ui';

/** @param {import('../../scripts/lib/uiRun.mjs').UiContext} ctx */
export async function run({ step, workbench, screenshot }) {
  await step('opens on the workspace', () => workbench.ready({ row: 'labels.csv' }));
  await step('has the extension in its activity bar', () =>
    workbench.openActivity('Class Balance'),
  );
  await screenshot('window');
}
