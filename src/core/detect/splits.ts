// Split names as datasets write them in folder names, file names, columns and keys.
// Must not know formats.

import type { SplitName } from '../model';
import { baseName } from '../paths';

const words: ReadonlyMap<string, SplitName> = new Map([
  ...['train', 'training', 'trn', 'tra', 'train_set', 'trainset'].map(
    (word) => [word, 'train'] as const,
  ),
  ...[
    'val',
    'vali',
    'valid',
    'validation',
    'validate',
    'dev',
    'devel',
    'eval',
    'evaluate',
    'testa',
  ].map((word) => [word, 'val'] as const),
  ...['test', 'testing', 'tst', 'tes', 't10k', 'testb'].map((word) => [word, 'test'] as const),
]);

/** The split that a whole word names (`Training` -> train, `valid` -> val, `train2017` -> train), if any. */
export function splitOfWord(word: string): SplitName | undefined {
  const plain = word.trim().toLowerCase();
  return words.get(plain) ?? words.get(plain.replace(/[-_]?\d+$/, ''));
}

/**
 * The words of a folder's name, with what parts them, where they tell of a split at most: `test-dev` is a test set (COCO,
 * VisDrone), and what names two, as `train_and_test` does, names none.
 */
export function wordsOfFolder(name: string): readonly string[] {
  const parts = name.replace(/(?<=(?:^|[-_. ])test)[-_ ]dev(?![^-_. ])/i, '').split(/([-_.\s]+)/);
  const splits = new Set(parts.flatMap((part) => splitOfWord(part) ?? []));
  return splits.size > 1 ? [] : parts;
}

/** The split in a file name: its whole stem or a part between `_ - . ` and blanks (`instances_val2017.json` -> val). */
export function splitOfFileName(name: string): SplitName | undefined {
  const stem = baseName(name).replace(/\.gz$/i, '');
  const parts = stem.split(/[._\-\s]+/);
  for (const part of [stem, ...parts.slice().reverse()]) {
    const split = splitOfWord(part);
    if (split !== undefined) return split;
  }
  return undefined;
}

/** The split of the first folder of a path that names one. */
export function splitOfPath(path: string): SplitName | undefined {
  const folders = path.split(/[\\/]/).slice(0, -1);
  return folders.map(splitOfWord).find((split) => split !== undefined);
}

/** True where paths lie below folders of several splits, `train` among them; some may lie below none. */
export function areSplitByFolder(paths: readonly string[]): boolean {
  const splits = paths.map(splitOfPath).filter((split) => split !== undefined);
  const told = new Set(splits);
  return told.size > 1 && told.has('train') && splits.length * 2 >= paths.length;
}

/** Order in which splits are shown: train, val, test, others by name, `all` last. */
export function compareSplits(a: SplitName, b: SplitName): number {
  const rank = (name: SplitName): number => {
    const index = ['train', 'val', 'test'].indexOf(name);
    return index >= 0 ? index : name === 'all' ? 99 : 50;
  };
  return rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0);
}
