// Which column says train, val or test, and what its cells mean.
// Must not know labels or files.

import { areSplitByFolder, splitOfPath, splitOfWord } from '../detect/splits';
import type { SplitName } from '../model';
import type { ColumnProfile } from './columnProfile';

/** `tested`: beside `dev` what is called `eval` is to test by. `flag` columns hold 1 for `yes` and 0 for `no`; `partition` is CelebA's 0, 1, 2, or VoxCeleb's from 1; `word` columns name the split; `folder` columns hold paths, a folder of which does. */
export type SplitCoding =
  | { readonly kind: 'word'; readonly tested?: true }
  | { readonly kind: 'partition'; readonly first?: 1 }
  | { readonly kind: 'folder' }
  | { readonly kind: 'flag'; readonly yes: SplitName; readonly no: SplitName };

export interface SplitColumn {
  readonly column: number;
  readonly name: string;
  readonly coding: SplitCoding;
}

const splitNames: ReadonlySet<string> = new Set(
  `split splits set subset partition phase usage datasplit datasetsplit splitname traintest traintestsplit
   trainvaltest dataset mltype mlsplit purpose mode`.split(/\s+/),
);

const flags: readonly (readonly [RegExp, SplitName, SplitName])[] = [
  [/^is_?(?:train|training)(?:_?(?:image|img|set))?$/i, 'train', 'test'],
  [/^is_?(?:val|valid|validation)$/i, 'val', 'train'],
  [/^is_?(?:test|testing)$/i, 'test', 'train'],
];

/** The column that names the split of each row, if there is one, else that of paths whose folders do. A fold of a cross-validation is no split. */
export function findSplitColumn(columns: readonly ColumnProfile[]): SplitColumn | undefined {
  for (const column of columns) {
    const coding = codingOf(column);
    if (coding !== undefined) return { column: column.index, name: column.name, coding };
  }
  const placed = columns.find(({ kind, values }) => {
    return kind === 'path' && areSplitByFolder([...values.keys()]);
  });
  return placed && { column: placed.index, name: placed.name, coding: { kind: 'folder' } };
}

function codingOf(column: ColumnProfile): SplitCoding | undefined {
  const values = [...column.values.keys()];
  if (values.length === 0 || values.length > 12) return undefined;
  for (const [name, yes, no] of flags) {
    if (name.test(column.name.trim()) && values.every((text) => flagOf(text) !== undefined)) {
      return { kind: 'flag', yes, no };
    }
  }
  const known = values.filter((text) => splitOfWord(text) !== undefined);
  if (splitNames.has(column.plain) || /(?:split|partition)$/.test(column.plain)) {
    if (known.length > 0) return wordCoding(values);
    const partition = /partition|split/.test(column.plain);
    if (partition && values.every((text) => /^[012]$/.test(text))) return { kind: 'partition' };
    return undefined;
  }
  return known.length === values.length && known.length > 1 ? wordCoding(values) : undefined;
}

const evaluation = /^eval(?:uation)?$/i;

function wordCoding(values: readonly string[]): SplitCoding {
  const isBeside = values.some((text) => /^dev(?:el(?:opment)?)?$/i.test(text.trim()));
  const tested = isBeside && values.some((text) => evaluation.test(text.trim()));
  return tested ? { kind: 'word', tested } : { kind: 'word' };
}

function flagOf(text: string): boolean | undefined {
  const plain = text.toLowerCase();
  if (/^(?:1|1\.0|true|t|yes|y)$/.test(plain)) return true;
  return /^(?:0|0\.0|false|f|no|n)$/.test(plain) ? false : undefined;
}

const partitions: readonly SplitName[] = ['train', 'val', 'test'];

/** The split that a cell names; text that is no usual word stays as it is, an empty cell says nothing. */
export function splitOfCell(cell: string, coding: SplitCoding): SplitName | undefined {
  const text = cell.trim();
  if (text === '') return undefined;
  if (coding.kind === 'partition') return partitions[Number(text) - (coding.first ?? 0)] ?? text;
  if (coding.kind === 'folder') return splitOfPath(text);
  if (coding.kind === 'word') {
    return coding.tested === true && evaluation.test(text) ? 'test' : (splitOfWord(text) ?? text);
  }
  const flag = flagOf(text);
  return flag === undefined ? undefined : flag ? coding.yes : coding.no;
}
