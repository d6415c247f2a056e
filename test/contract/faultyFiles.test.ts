// A dataset twice in a workspace: where a look at the files of one fails in a way that no reader expects, the other is found.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { formats } from '../../src/core/formats/registry';
import { FolderView } from '../../src/core/folderView';
import { MemorySource } from '../fakes/memorySource';
import { filesOf, ownFixtures } from '../lib/fixtures';

const never = new AbortController().signal;
const fixtures = ownFixtures();

/** The files of a case of the format's, below both folders. */
async function twice(id: string): Promise<FolderView> {
  const own = fixtures.find(
    ({ name, truth }) =>
      name.startsWith(`${id}/`) && !name.includes('/not-') && truth.expect === undefined,
  );
  const files = Object.entries(own === undefined ? {} : filesOf(own));
  const both = ['faulty', 'sound'].flatMap((folder) =>
    files.map(([path, bytes]): [string, Uint8Array] => [`${folder}/${path}`, bytes]),
  );
  const source = new MemorySource(new Map(both));
  const excludes = { globs: [], gitignore: false };
  const tree = await source.walk(excludes, never, () => undefined);
  return FolderView.root('x', tree.listed, source, []);
}

/** Lets a look at what lies below `faulty` fail. */
function breakDown(method: 'headAt' | 'bytesAt'): void {
  const real = Reflect.get(FolderView.prototype, method) as (
    path: string,
    ...of: number[]
  ) => Promise<never>;
  vi.spyOn(FolderView.prototype, method).mockImplementation(function (
    this: FolderView,
    path: string,
    ...of: number[]
  ) {
    if (path.startsWith('faulty/')) return Promise.reject(new TypeError('no such thing'));
    return real.call(this, path, ...of);
  });
}

beforeEach(() => {
  breakDown('headAt');
  breakDown('bytesAt');
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** Counted where the user asks for it alone. */
const onRequest: ReadonlySet<string> = new Set(['file-names']);

describe('a fault in a look at the files of a dataset', () => {
  const ids = formats.map(({ id }) => id).filter((id) => !onRequest.has(id));
  test.each(ids)('leaves the other to be found: %s', async (id) => {
    const format = formats.find((one) => one.id === id);
    const root = await twice(id);
    const found: string[] = [];
    for await (const { sources } of format?.detect(root, never) ?? []) {
      found.push(...sources.map(({ path }) => path));
    }
    expect(found.some((path) => path.startsWith('sound'))).toBe(true);
  });
});
