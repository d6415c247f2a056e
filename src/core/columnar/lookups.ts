// Names that another table of the same file gives to ids: category_id here, categories(id, name) there.
// Must not know how tables are stored.

import type { ClassEntry } from '../model';
import { plainName, type TableSample } from '../tables/tableSample';
import type { ColumnTable } from './columnTable';

interface Sampled {
  readonly name: string;
  readonly sample: TableSample;
}

/** By column: the table it refers to, and the column there; its id where that is absent. */
export type References = ReadonlyMap<
  string,
  { readonly table: string; readonly column: string | undefined }
>;

/** Classes for the columns of `sample` that refer to one of the tables, as declared or by their names. */
export function lookupClasses(
  sample: TableSample,
  tables: readonly Sampled[],
  references: References = new Map(),
): ColumnTable['classes'] {
  const found = sample.header.flatMap((column, at) => {
    const declared = references.get(column);
    const table = tables.find((one) =>
      declared === undefined
        ? one.sample !== sample && isNamedAfter(one.name, column)
        : one.name.toLowerCase() === declared.table.toLowerCase(),
    );
    const classes = table === undefined ? undefined : namesIn(table.sample, declared?.column);
    const ids = new Set(classes?.map((entry) => entry.id));
    const covered = sample.rows.every((row) => row[at] === '' || ids.has(row[at]));
    return classes !== undefined && covered ? [[column, classes] as const] : [];
  });
  return Object.fromEntries(found);
}

/** `categories`, `category` or `tbl_category` for `category_id` or `category`. */
function isNamedAfter(table: string, column: string): boolean {
  const core = plainName(column).replace(/(?:id|idx|fk|code)$/, '');
  if (core.length < 3) return false;
  const plain = plainName(table);
  const plural = core.replace(/y$/, 'ies').replace(/(?<!ie)s$/, 'ses');
  return [core, `${core}s`, `${core}es`, plural].some(
    (name) => plain === name || plain.endsWith(name),
  );
}

function namesIn(
  { header, rows, complete }: TableSample,
  key: string | undefined,
): ClassEntry[] | undefined {
  if (!complete || rows.length === 0) return undefined;
  const isKey = (name: string): boolean =>
    key === undefined
      ? /^(?:id|.*id|idx|index|code)$/.test(plainName(name))
      : name.toLowerCase() === key.toLowerCase();
  const id = header.findIndex(isKey);
  const name = header.findIndex(
    (one, at) => at !== id && /(?:name|title|label|text)$/.test(plainName(one)),
  );
  if (id < 0 || name < 0) return undefined;
  return rows.map((row) => ({ id: row[id], name: row[name] }));
}
