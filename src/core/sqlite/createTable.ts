// What a `create table` says of its columns: names, defaults, keys. The SQL is cut into words and never run.
// Must not know pages.

/** The column that another table's column refers to. */
export interface SqliteReference {
  readonly table: string;
  /** Its primary key where absent. */
  readonly column: string | undefined;
}

export interface SqliteColumns {
  readonly columns: readonly string[];
  /** The column that stands for the row's id, and is empty in the record; -1 for none. */
  readonly rowid: number;
  /** Where each column's value stands in a record. */
  readonly places: readonly number[];
  /** Values of rows that were written before the column was added. */
  readonly defaults: readonly (string | number | null)[];
  /** By the name of the column. */
  readonly references: ReadonlyMap<string, SqliteReference>;
}

/** The columns of a table; records of one WITHOUT ROWID begin with its primary key. */
export function columnsOf(sql: string, withoutRowid = false): SqliteColumns {
  const columns: string[] = [];
  const defaults: (string | number | null)[] = [];
  const references = new Map<string, SqliteReference>();
  const key: string[] = [];
  let rowid = -1;
  for (const words of definitions(sql)) {
    const [first, ...rest] = words;
    if (words.length === 0) continue;
    if (!first.quoted && /^(?:constraint|primary|unique|check|foreign)$/i.test(first.text)) {
      const names = inner(words, /^key$/i);
      const target = referenceOf(words);
      if (has(words, /\bprimary\s+key\b/i)) key.push(...names);
      if (has(words, /\bforeign\s+key\b/i) && target !== undefined) {
        for (const name of names) references.set(name.toLowerCase(), target);
      }
      continue;
    }
    const isComputed = has(rest, /\bas\b/i) && !has(rest, /\bstored\b/i);
    if (isComputed) continue;
    const target = referenceOf(rest);
    if (target !== undefined) references.set(first.text.toLowerCase(), target);
    if (has(rest, /\bprimary\s+key\b/i)) key.push(first.text);
    if (has(rest, /^integer\b.*primary\s+key/i)) rowid = columns.length;
    columns.push(first.text);
    defaults.push(defaultOf(rest));
  }
  const named = new Map(
    columns.flatMap((name) => {
      const found = references.get(name.toLowerCase());
      return found === undefined ? [] : [[name, found] as const];
    }),
  );
  const places = withoutRowid ? keyFirst(columns, key) : columns.map((_, at) => at);
  return { columns, rowid: withoutRowid ? -1 : rowid, places, defaults, references: named };
}

/** The place of each column where those of the key come first, each once. */
function keyFirst(columns: readonly string[], key: readonly string[]): number[] {
  const lower = columns.map((name) => name.toLowerCase());
  const first = new Set(key.map((name) => lower.indexOf(name.toLowerCase())));
  const order = [...first, ...Array.from(lower.keys()).filter((at) => !first.has(at))];
  return lower.map((_, at) => order.indexOf(at));
}

interface Word {
  readonly text: string;
  readonly quoted: boolean;
  /** In text quotes, which also may enclose a name. */
  readonly isText: boolean;
  /** Stands in inner parentheses, as the first of an item. */
  readonly isInner: boolean;
}

function has(words: readonly Word[], pattern: RegExp): boolean {
  const clause = words.filter((word) => !word.isInner && !word.isText);
  return pattern.test(clause.map(({ text }) => text).join(' '));
}

/** The names in the parentheses behind a word. */
function inner(words: readonly Word[], behind: RegExp): string[] {
  const start = words.findIndex((word) => !word.quoted && behind.test(word.text)) + 1;
  const rest = words.slice(start);
  const end = rest.findIndex((word) => !word.isInner);
  return rest.slice(0, end < 0 ? rest.length : end).map((word) => word.text);
}

function referenceOf(words: readonly Word[]): SqliteReference | undefined {
  const at = words.findIndex((word) => !word.quoted && /^references$/i.test(word.text));
  const table = at < 0 ? undefined : words.at(at + 1);
  const column = at < 0 ? undefined : words.at(at + 2);
  if (table === undefined) return undefined;
  return { table: table.text, column: column?.isInner === true ? column.text : undefined };
}

function defaultOf(words: readonly Word[]): string | number | null {
  const at = words.findIndex((word) => !word.quoted && /^default$/i.test(word.text));
  const value = at < 0 ? undefined : words.at(at + 1);
  if (value === undefined || value.isInner) return null;
  if (value.quoted) return value.text;
  if (/^null$/i.test(value.text)) return null;
  if (/^(?:true|false)$/i.test(value.text)) return /^true$/i.test(value.text) ? 1 : 0;
  const number = Number(value.text);
  return Number.isFinite(number) ? number : value.text;
}

/** Words of each definition; of what stands in inner parentheses the first word of each item, none deeper. */
function definitions(sql: string): Word[][] {
  const open = sql.indexOf('(');
  const all: Word[][] = [[]];
  const pattern =
    /--[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\[([^\]]*)\]|'((?:[^']|'')*)'|([(),])|([^\s(),"`[\]']+)/g;
  pattern.lastIndex = open + 1;
  let depth = 0;
  let isFirst = false;
  for (let match = pattern.exec(sql); match !== null; match = pattern.exec(sql)) {
    const [, double, back, square, single, mark, bare] = match;
    if (mark === ')' && depth === 0) break;
    if (mark === '(') depth += 1;
    else if (mark === ')') depth -= 1;
    else if (mark === ',' && depth === 0) all.push([]);
    if (mark === '(' || mark === ',') isFirst = true;
    const names: readonly (string | undefined)[] = [
      ...[unquoted(double, '"'), unquoted(back, '`'), square, unquoted(single, "'"), bare],
    ];
    const text = names.find((name) => name !== undefined);
    if (text === undefined || (depth > 0 && !(depth === 1 && isFirst))) continue;
    const isText = text === unquoted(single, "'");
    all.at(-1)?.push({ text, quoted: text !== bare, isText, isInner: depth > 0 });
    isFirst = false;
  }
  return all;
}

function unquoted(text: string | undefined, quote: string): string | undefined {
  // A group that did not take part is undefined, whatever its type says.
  return text?.replaceAll(quote + quote, quote);
}
