// A look at a file that fails: said, and without harm to the files beside it.

import { describe, expect, test } from 'vitest';
import { lookedAt } from '../../../../src/core/detect/lookedAt';
import { FolderView } from '../../../../src/core/folderView';
import { SourceError } from '../../../../src/core/ports';
import { findTextFiles } from '../../../../src/core/textLabels/textFiles';
import { MemorySource } from '../../../fakes/memorySource';

const never = new AbortController().signal;

function viewOf(files: Record<string, string>): FolderView {
  const tree = { files: Object.keys(files).sort(), folders: [], children: [] };
  return FolderView.root('x', tree, new MemorySource(files), []);
}

describe('a look at a file', () => {
  test('that fails is said, with the file and the reason', async () => {
    const folder = viewOf({ 'a.csv': 'x' });
    const failing = (): never => {
      throw new TypeError('no such row');
    };
    expect(await lookedAt<unknown>({ folder, name: 'a.csv' }, never, failing)).toBeUndefined();
    expect(folder.notes).toEqual([
      {
        ...{ code: 'internal-error', severity: 'error', file: 'a.csv' },
        message: 'The file could not be looked at: no such row',
      },
    ]);
  });

  test('that cannot be read is said as such, of the file that it was', async () => {
    const folder = viewOf({ 'a.csv': 'x' });
    const gone = Promise.reject(new SourceError('not-found', 'names.txt', 'It is gone.'));
    expect(await lookedAt<unknown>({ folder, name: 'a.csv' }, never, () => gone)).toBeUndefined();
    expect(folder.notes).toMatchObject([{ code: 'not-found', file: 'names.txt' }]);
  });

  test('that is given up rejects with the reason', async () => {
    const folder = viewOf({ 'a.csv': 'x' });
    const controller = new AbortController();
    const aborted = lookedAt({ folder, name: 'a.csv' }, controller.signal, () => {
      controller.abort(new Error('enough'));
      throw new Error('another');
    });
    await expect(aborted).rejects.toThrow('enough');
    expect(folder.notes).toEqual([]);
  });

  test('that fails leaves the files beside it to be found', async () => {
    const folder = viewOf({ 'a.txt': 'one', 'b.txt': 'two', 'c.txt': 'three' });
    const groups = await findTextFiles<string>(folder, never, {
      id: 'lines',
      extensions: () => true,
      look: ({ path, lines }) => {
        if (path === 'b.txt') throw new Error('broken');
        return lines[0];
      },
    });
    const found = groups.flatMap(({ members }) => members.map(({ value }) => value.found));
    expect(found).toEqual(['one', 'three']);
    expect(folder.notes).toMatchObject([{ file: 'b.txt' }]);
  });
});
