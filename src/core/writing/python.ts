// Python text: literals, lists and dicts with one class a line.
// Must not know frameworks.

import type { ExportInput } from '../exporters/exporter';
import type { WeightRow } from '../weights/scheme';
import { header, quoted } from './text';

/** A float literal, exact to the last bit. */
export function pythonFloat(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** A list of one item a class, each with its index, name and count in a comment. */
export function pythonList(rows: readonly WeightRow[], item: (row: WeightRow) => string): string {
  return `[\n${lines(rows, item)}]`;
}

/** A dict of one `key: value` a class, each with its index, name and count in a comment. */
export function pythonDict(rows: readonly WeightRow[], entry: (row: WeightRow) => string): string {
  return `{\n${lines(rows, entry)}}`;
}

function lines(rows: readonly WeightRow[], item: (row: WeightRow) => string): string {
  return rows
    .map((row) => `    ${item(row)},  # ${row.index} ${quoted(row.name)}, ${row.count}\n`)
    .join('');
}

/** The head of a generated module: the comment, the imports, names and weights as lists. */
export function pythonModule(input: ExportInput, imports: readonly string[]): string {
  const { rows } = input.table;
  return `${header(input, '#')}
${imports.map((line) => `${line}\n`).join('')}
#: The trainer's labels must index this list.
CLASS_NAMES = ${pythonList(rows, (row) => quoted(row.name))}

#: One weight a class, in the order of CLASS_NAMES.
CLASS_WEIGHTS = ${pythonList(rows, (row) => pythonFloat(row.weight))}
`;
}
