// That the tests really run in a VS Code that has this extension.
// Must not know what the extension does.
import { ok } from 'node:assert/strict';
import { extensions, version, workspace } from 'vscode';

describe('harness', () => {
  it('runs in a VS Code that is new enough', () => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    ok(major > 1 || minor >= 100, version);
  });

  it('has the extension', () => {
    ok(extensions.getExtension('class-balance.class-balance'));
  });

  it('opens a copy of the fixture workspace', async () => {
    const found = await workspace.findFiles('labels.csv');
    ok(found.length === 1, `${found.length} files`);
  });
});
