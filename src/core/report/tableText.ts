// The table of classes as text for the clipboard: TSV for a spreadsheet, Python, JSON.
// Knows rows of a weight table; must not know the clipboard.
import type { WeightRow } from '../weights/scheme';

export const tableForms = ['tsv', 'python', 'json'] as const;
export type TableForm = (typeof tableForms)[number];

/**
 * Rows in the given order with index, id, name, count, effective number and weight, numbers in full.
 * TSV: a tab or line break within a name becomes a space, and a leading sign that a spreadsheet would take for a
 * formula gets an apostrophe. Python: a list of dicts that `ast.literal_eval` reads.
 */
export function tableText(rows: readonly WeightRow[], form: TableForm): string {
  switch (form) {
    case 'tsv':
      return tsv(rows);
    case 'json':
      return `${JSON.stringify(rows.map(plain), undefined, 2)}\n`;
    case 'python':
      return `classes = [\n${rows.map((row) => `    ${python(row)},\n`).join('')}]\n`;
  }
}

function plain({ index, id, name, count, effectiveNumber, weight }: WeightRow) {
  return { index, id, name, count, effectiveNumber, weight };
}

function tsv(rows: readonly WeightRow[]): string {
  const lines = rows.map(({ index, id, name, count, effectiveNumber, weight }) =>
    [index, cell(id), cell(name), count, effectiveNumber, weight].join('\t'),
  );
  return `${['index\tid\tname\tcount\teffective number\tweight', ...lines].join('\n')}\n`;
}

function cell(text: string): string {
  const line = text.replace(/[\t\r\n]+/g, ' ');
  return /^[=+\-@]/.test(line) ? `'${line}` : line;
}

function python({ index, id, name, count, effectiveNumber, weight }: WeightRow): string {
  const numbers = `"count": ${count}, "effective_number": ${effectiveNumber}, "weight": ${weight}`;
  return `{"index": ${index}, "id": ${literal(id)}, "name": ${literal(name)}, ${numbers}}`;
}

/** JSON's escapes are Python's, but for half a surrogate pair, which JSON.stringify escapes as Python reads it. */
function literal(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, (mark) => {
    return `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}
