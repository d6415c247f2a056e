import { expect, test } from 'vitest';
import { FolderView } from '../../../src/core/folderView';
import { SourceError } from '../../../src/core/ports';
import { MemorySource } from '../../fakes/memorySource';

/** Files that are listed but cannot be opened. */
class LockedSource extends MemorySource {
  override size(path: string): number {
    if (path === 'gone.csv') throw new SourceError('not-found', path, `“${path}” was not found.`);
    throw new SourceError('unreadable', path, `“${path}” cannot be read: permission denied.`);
  }
}

test('a file that cannot be read is said once, and one that has gone is not', async () => {
  const source = new LockedSource({ 'locked.csv': '', 'gone.csv': '' });
  const tree = { files: ['gone.csv', 'locked.csv'], folders: [], children: [] };
  const view = FolderView.root('x', tree, source, []);
  for (const name of ['locked.csv', 'gone.csv', 'locked.csv']) {
    expect(await view.head(name)).toBeUndefined();
  }
  // Heads are forgotten when there are many: then it is read again, and not said again.
  for (let at = 0; at < 300; at += 1) await view.headAt(`gone.csv/${at}`);
  await view.head('locked.csv');
  expect(view.notes.filter(({ file }) => file === 'locked.csv')).toEqual([
    {
      ...{ code: 'unreadable', severity: 'warning', file: 'locked.csv' },
      message: '“locked.csv” cannot be read: permission denied.',
    },
  ]);
  expect(view.notes.some(({ file }) => file === 'gone.csv')).toBe(false);
});
