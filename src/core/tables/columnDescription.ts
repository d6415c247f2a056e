// CatBoost's description of the columns of a table, `train.cd` beside `train.tsv`: what each column is, one a line.
// Must not know the table.

import { splitOfFileName } from '../detect/splits';
import type { FolderView } from '../folderView';
import { baseName, extensionOf } from '../paths';
import type { TableSample } from './tableSample';

/** What it says. */
export interface ColumnDescription {
  /** Indexes of the columns that are to be told. */
  readonly labels: readonly number[];
  /** Names of columns by index. */
  readonly names: ReadonlyMap<number, string>;
  /** The last column that it mentions. */
  readonly last: number;
}

const kinds =
  /^(?:label|target|num|categ|text|embedding|auxiliary|sampleid|docid|groupid|queryid|groupweight|subgroupid|weight|baseline|timestamp|position|prediction)$/i;

/** Reads a description; undefined where the text is none. */
export function readDescription(text: string): ColumnDescription | undefined {
  const labels: number[] = [];
  const names = new Map<number, string>();
  let last = -1;
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === '') continue;
    const [index, kind = '', name = ''] = line.split('\t').map((cell) => cell.trim());
    if (!/^\d+$/.test(index) || !kinds.test(kind)) return undefined;
    const column = Number(index);
    last = Math.max(last, column);
    if (/^(?:label|target)$/i.test(kind)) labels.push(column);
    if (name !== '') names.set(column, name);
  }
  return last < 0 ? undefined : { labels, names, last };
}

const known = new WeakMap<FolderView, readonly string[]>();

/** The descriptions of a folder, found once for all of its tables. */
function descriptionsIn(folder: FolderView): readonly string[] {
  let names = known.get(folder);
  if (names === undefined) {
    names = folder.labelFiles.filter((name) => extensionOf(name) === '.cd');
    known.set(folder, names);
  }
  return names;
}

/** True for `train` and `test_small` beside a description: CatBoost's tables need no extension. */
export function isDescribedTable(folder: FolderView, name: string): boolean {
  return (
    extensionOf(name) === '' &&
    splitOfFileName(name) !== undefined &&
    descriptionsIn(folder).length > 0
  );
}

/** The table with the columns that a description beside it calls labels, marked; as it is where there is none. */
export async function described(
  sample: TableSample,
  folder: FolderView,
  name: string,
): Promise<TableSample> {
  const beside = descriptionsIn(folder);
  const stem = stemOf(name);
  const own = beside.find((one) => stemOf(one) === stem) ?? beside.at(0);
  if (own === undefined) return sample;
  const head = await folder.textHead(own);
  const found = head && readDescription(new TextDecoder().decode(head.bytes));
  if (found === undefined || found.last >= sample.header.length) return sample;
  const header = sample.named
    ? sample.header
    : sample.header.map((made, column) => found.names.get(column) ?? made);
  return { ...sample, header, marked: found.labels };
}

function stemOf(name: string): string {
  return baseName(name).replace(/\.[^.]*$/, '');
}
