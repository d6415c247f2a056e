// The export's target question in the real editor: what the project tells, and the preview beside.

import { deepEqual, equal, match } from 'node:assert/strict';
import * as vscode from 'vscode';
import { FrameworkGuesser } from '../../src/host/export/frameworkGuess';
import { Preview } from '../../src/host/export/preview';
import { remove, root, until, writeText } from './support';

describe('framework guess', () => {
  const folder = (): vscode.WorkspaceFolder => {
    const [first] = vscode.workspace.workspaceFolders ?? [];
    return first;
  };
  let guesser: FrameworkGuesser;

  beforeEach(() => {
    guesser = new FrameworkGuesser();
  });
  afterEach(async () => {
    guesser.dispose();
    await remove('guess');
  });
  const named = async (): Promise<readonly string[]> => {
    const found = await guesser.guess(folder());
    return found.map(({ evidence: { shown, path } }) => `${shown} in ${path}`);
  };

  it('reads imports and requirements, and leaves environments alone', async () => {
    await writeText('guess/train.py', 'import flair\n');
    await writeText('guess/requirements.txt', 'catboost==1.2\n');
    await writeText('guess/.venv/lib/site-packages/x/a.py', 'import paddle\n');
    const found = await named();
    deepEqual(
      found.filter((one) => one.includes('guess/')),
      ['import flair in guess/train.py', 'catboost in guess/requirements.txt'],
    );
  });

  it('remembers its answer until files change', async () => {
    await writeText('guess/train.py', 'import flair\n');
    equal(guesser.guess(folder()), guesser.guess(folder()));
    await guesser.guess(folder());
    await until('the change is seen', async () => {
      await writeText('guess/train.py', 'import catboost\n');
      return (await named()).includes('import catboost in guess/train.py');
    });
  });

  it('finds nothing and fails not where there is no folder', async () => {
    const uri = vscode.Uri.joinPath(root(), 'guess', 'gone');
    deepEqual(await guesser.guess({ uri, name: 'gone', index: 1 }), []);
  });
});

describe('export preview', () => {
  const tabs = (): readonly vscode.Tab[] =>
    vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(
        ({ input }) =>
          input instanceof vscode.TabInputText && input.uri.scheme === 'class-balance-preview',
      );
  const seen = (): vscode.TextEditor | undefined =>
    vscode.window.visibleTextEditors.find(
      ({ document }) => document.uri.scheme === 'class-balance-preview',
    );
  const shows = (text: string): Promise<vscode.TextEditor> =>
    until(text, () => (seen()?.document.getText() === text ? seen() : undefined));
  const focused = (): vscode.TextDocument | undefined => vscode.window.activeTextEditor?.document;
  const failures: unknown[] = [];
  let preview: Preview;

  // The extension has its own provider for the same scheme only once an export began, which no host test does.
  before(() => {
    preview = new Preview((_, error) => failures.push(error));
  });
  after(async () => {
    await preview.close();
    preview.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await remove('mine.txt');
    deepEqual(failures, []);
  });

  it('shows one text at a time beside, in its language, without taking the focus', async () => {
    await writeText('mine.txt', 'mine');
    const mine = await vscode.window.showTextDocument(vscode.Uri.joinPath(root(), 'mine.txt'));
    preview.show(() => ({ name: 'a.py', text: 'A = 1\n' }));
    const first = await shows('A = 1\n');
    equal(first.document.languageId, 'python');
    equal(focused(), mine.document);
    preview.show(() => ({ name: 'b.json', text: '[1]\n' }));
    const second = await shows('[1]\n');
    equal(second.document.languageId, 'json');
    equal(second.viewColumn, first.viewColumn);
    await until('the first is gone', () => tabs().length === 1);
    equal(focused(), mine.document);
  });

  it('shows the same target anew when its text has changed', async () => {
    preview.show(() => ({ name: 'b.json', text: '[2]\n' }));
    match((await shows('[2]\n')).document.uri.path, /b\.json$/);
    await until('the former is gone', () => tabs().length === 1);
  });

  it('leaves nothing behind when closed, not even what was just asked for', async () => {
    preview.show(() => ({ name: 'c.py', text: 'late' }));
    await preview.close();
    deepEqual(tabs(), []);
    equal(vscode.window.tabGroups.all.length, 1);
    preview.show(() => ({ name: 'c.py', text: 'soon' }));
    await new Promise((resolve) => setTimeout(resolve, 125));
    await preview.close();
    await new Promise((resolve) => setTimeout(resolve, 300));
    deepEqual(tabs(), []);
  });
});
