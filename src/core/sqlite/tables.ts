// The tables of a SQLite database: names and columns from its schema, rows as values.
// Must not know which column is a label. The schema's SQL is cut into words, never run.

import { columnsOf, type SqliteColumns } from './createTable';
import type { SqlitePages } from './pages';
import { type SqliteRow, sqliteRows, type SqliteValue } from './records';

export interface SqliteTable extends SqliteColumns {
  readonly name: string;
  readonly root: number;
}

const mostTables = 10_000;

/** Ordinary tables, in the order of the schema; views hold no rows of their own. */
export async function sqliteTables(
  pages: SqlitePages,
  signal: AbortSignal,
): Promise<readonly SqliteTable[]> {
  const tables: SqliteTable[] = [];
  const virtual: string[] = [];
  for await (const { values } of sqliteRows(pages, 1, signal)) {
    const [type, name, , root, sql] = values;
    if (typeof name === 'string' && /^create\s+virtual/i.test(String(sql)))
      virtual.push(`${name}_`);
    if (type !== 'table' || typeof name !== 'string' || typeof sql !== 'string') continue;
    if (/^(?:sqlite|alembic|django|gpkg|rtree)_/.test(name) || !/^create\s+table/i.test(sql))
      continue;
    const withoutRowid = /\)[^)]*\bwithout\s+rowid\b[^)]*$/i.test(sql);
    tables.push({ name, root: Number(root), ...columnsOf(sql, withoutRowid) });
    if (tables.length >= mostTables) throw new RangeError('it has too many tables');
  }
  // What a virtual table keeps is its own: indexes of full text and the like.
  return tables.filter(({ name }) => !virtual.some((start) => name.startsWith(start)));
}

/** The values of a row by column; a row that was written before a column was added has its default. */
export function valuesOf(table: SqliteTable, { rowid, values }: SqliteRow): SqliteValue[] {
  return table.columns.map((_, at) => {
    const place = table.places[at];
    const value = place < values.length ? values[place] : table.defaults[at];
    return at === table.rowid && (value ?? null) === null ? rowid : value;
  });
}
