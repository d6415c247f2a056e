// Numbers in file names that only tell the shards of one dataset apart: `00-192x192-798.tfrec`, `train0003.tfrecord`.
// Must not know formats.

import { baseName, parentPath } from '../paths';

/** The key for a path: where files of a folder differ in numbers only, and some are filled up with zeros, one for all. */
export function shardKeys(paths: readonly string[]): (path: string) => string {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const key = plain(path);
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return (path) => {
    const some = groups.get(plain(path)) ?? [];
    const areShards = some.length > 1 && some.some((one) => /(?<!\d)0\d+/.test(baseName(one)));
    return areShards ? plain(path) : path;
  };
}

/** `#-#-of-#` is left as it is: what groups splits knows it. */
function plain(path: string): string {
  if (/\d{5}-of-\d{5}/.test(path)) return path;
  const folder = parentPath(path);
  const name = baseName(path).replace(/\d+/g, '00000');
  return folder === '' ? name : `${folder}/${name}`;
}
