// The key of a record that tells its split: by a word, whether it is to be trained on, or a folder of its file's path.
// Must not know files or labels.

import type { JsonObject } from '../bytes/jsonValue';
import { areSplitByFolder, splitOfWord } from '../detect/splits';
import type { SplitName } from '../model';
import { at } from './sketch';

const splitKeys = /^(?:split|category|set|subset|partition|phase|usage|data_?split|split_?name)$/i;
const flagKeys = /^(?:training|(?:is|for)_?train(?:ing)?)$/i;

/** True where the key tells the split of each of these records that has it. */
export function isSplitKey(key: string, records: readonly JsonObject[]): boolean {
  const values = records.map((record) => at(record, key)).filter((one) => one !== undefined);
  if (flagKeys.test(key)) return values.every((one) => typeof one === 'boolean');
  if (!splitKeys.test(key)) return false;
  return values.every((one) => typeof one === 'string' && splitOfWord(one) !== undefined);
}

const pathKeys = /^(?:path|image|file|(?:file|image|img)_?(?:name|path))$/i;

/** True where the key holds paths whose folders name splits. */
export function isSplitPath(key: string, records: readonly JsonObject[]): boolean {
  if (!pathKeys.test(key)) return false;
  const values = records.map((record) => at(record, key));
  return areSplitByFolder(values.map((one) => (typeof one === 'string' ? one : '')));
}

/** The split that such a value names, as text; undefined where it names none. */
export function splitOfValue(text: string): SplitName | undefined {
  if (text === 'true') return 'train';
  return text === 'false' ? 'test' : splitOfWord(text);
}
