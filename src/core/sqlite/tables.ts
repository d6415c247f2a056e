// The tables of a SQLite database: names and columns from its schema, rows as values.
// Must not know which column is a label. The schema's SQL is cut into words, never run.

import type { SqlitePages } from './pages';
import { type SqliteRow, sqliteRows, type SqliteValue } from './records';

export interface SqliteTable {
  readonly name: string;
  readonly root: number;
  readonly columns: readonly string[];
  /** The column that stands for the row's id, and is empty in the record; -1 for none. */
  readonly rowid: number;
}

const mostTables = 10_000;

/** Ordinary tables, in the order of the schema; `withoutRowid` are names of those that cannot be read. */
export async function sqliteTables(
  pages: SqlitePages,
  signal: AbortSignal,
): Promise<{ readonly tables: readonly SqliteTable[]; readonly withoutRowid: readonly string[] }> {
  const tables: SqliteTable[] = [];
  const withoutRowid: string[] = [];
  for await (const { values } of sqliteRows(pages, 1, signal)) {
    const [type, name, , root, sql] = values;
    if (type !== 'table' || typeof name !== 'string' || typeof sql !== 'string') continue;
    if (/^sqlite_|^alembic_|^django_/.test(name) || !/^create\s+table/i.test(sql)) continue;
    if (/\)[^)]*without\s+rowid[^)]*$/i.test(sql)) withoutRowid.push(name);
    else tables.push({ name, root: Number(root), ...columnsOf(sql) });
    if (tables.length >= mostTables) throw new RangeError('it has too many tables');
  }
  return { tables, withoutRowid };
}

/** The values of a row by column; those added to the table after the row was written are null. */
export function valuesOf(table: SqliteTable, { rowid, values }: SqliteRow): SqliteValue[] {
  return table.columns.map((_, at) =>
    at === table.rowid && (values.at(at) ?? null) === null ? rowid : values.at(at),
  );
}

/** Column names of a `create table`, as they stand between its parentheses. */
export function columnsOf(sql: string): { columns: string[]; rowid: number } {
  const columns: string[] = [];
  let rowid = -1;
  for (const words of definitions(sql)) {
    const first = words.at(0);
    const rest = words.slice(1);
    if (first === undefined) continue;
    const clause = rest.map((word) => word.text).join(' ');
    if (!first.quoted && /^(?:constraint|primary|unique|check|foreign)$/i.test(first.text))
      continue;
    if (/\bas\b/i.test(clause) && !/\bstored\b/i.test(clause)) continue;
    if (/^integer\b.*primary\s+key/i.test(clause)) rowid = columns.length;
    columns.push(first.text);
  }
  return { columns, rowid };
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** Words of each definition; those in inner parentheses are left out. */
function definitions(sql: string): Word[][] {
  const open = sql.indexOf('(');
  const all: Word[][] = [[]];
  const pattern =
    /--[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|'((?:[^']|'')*)'|([(),])|([^\s(),"`[\]']+)/g;
  pattern.lastIndex = open + 1;
  let depth = 0;
  for (let match = pattern.exec(sql); match !== null; match = pattern.exec(sql)) {
    const [, double, back, square, single, mark, bare] = match;
    if (mark === ')' && depth === 0) break;
    if (mark === '(') depth += 1;
    else if (mark === ')') depth -= 1;
    else if (mark === ',' && depth === 0) all.push([]);
    const names: readonly (string | undefined)[] = [
      ...[unquoted(double, '"'), unquoted(back, '`'), square, unquoted(single, "'"), bare],
    ];
    const text = names.find((name) => name !== undefined);
    const quoted = text !== bare;
    if (text !== undefined && depth === 0) all.at(-1)?.push({ text, quoted });
  }
  return all;
}

function unquoted(text: string | undefined, quote: string): string | undefined {
  // A group that did not take part is undefined, whatever its type says.
  return text?.replaceAll(quote + quote, quote);
}
