// Python text: literals that any class name survives, and the comment that says where numbers come from.
// Must not know frameworks.

import type { ExportInput } from '../exporters/exporter';
import { ownComment } from '../ownFiles';

/** A Python string literal; JSON's escapes are Python's too. Lone surrogates stay escaped, so the file is valid UTF-8. */
export function pythonString(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** A float literal, exact to the last bit. */
export function pythonFloat(value: number): string {
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** One line a class: `value,  # index "name", count`. */
export function pythonRows(
  { table }: ExportInput,
  value: (row: ExportInput['table']['rows'][number]) => string,
): string {
  return table.rows
    .map((row) => `    ${value(row)},  # ${row.index} ${pythonString(row.name)}, ${row.count}`)
    .join('\n');
}

/** Comment lines: tool, source, unit, split, scheme, so that the numbers can be derived again. */
export function pythonHeader({ table, provenance }: ExportInput): string {
  const n = table.prototypes === null ? 'infinite' : String(table.prototypes);
  return [
    `${ownComment} (${provenance.tool}), ${provenance.created}`,
    `Dataset: ${provenance.dataset}; split: ${provenance.split}; one count is one ${provenance.unit}`,
    `Sources: ${provenance.sources.slice(0, 5).map(pythonString).join(', ')}${provenance.sources.length > 5 ? ', …' : ''}`,
    `Scheme: ${table.scheme}; N = ${n}, beta = ${table.beta}; normalisation: ${table.normalisation}; empty classes: ${table.zeroCount}`,
    ...Object.entries(table.parameters).map(([id, value]) => `Parameter ${id} = ${value}`),
    ...table.notes.map((note) => note.message),
  ]
    .map((line) => `# ${line.replace(/[\r\n\u2028\u2029]+/g, ' ')}`)
    .join('\n');
}
