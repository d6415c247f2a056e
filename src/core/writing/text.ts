// Pieces of text that several targets share: quoted names, the comment that says where numbers come from.
// Must not know frameworks.

import type { ExportInput } from '../exporters/exporter';
import { ownComment } from '../ownFiles';
import { requireWeights } from './weighed';

/**
 * A string literal that Python, TypeScript, JSON and YAML all read the same. Control characters, line separators,
 * lone surrogates and what YAML does not admit are escaped, so that no name can end a line or a literal.
 */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/**
 * Comment lines: tool, source, unit, split, scheme, so that the numbers can be derived again.
 * @throws RangeError where there are no weights to write.
 */
export function header(input: ExportInput, mark: '#' | '//'): string {
  requireWeights(input);
  const { table, provenance } = input;
  const n = table.prototypes === null ? 'infinite' : String(table.prototypes);
  const sources = provenance.sources.slice(0, 5).map(quoted).join(', ');
  const more = provenance.sources.length > 5 ? `, … (${provenance.sources.length} in all)` : '';
  return [
    `${ownComment} (${provenance.tool}), ${provenance.created}`,
    `Dataset: ${quoted(provenance.dataset)}; split: ${quoted(provenance.split)}; one count is one ${provenance.unit}`,
    `Sources: ${sources}${more}`,
    `Scheme: ${table.scheme}; N = ${n}, beta = ${table.beta}; normalisation: ${table.normalisation}; empty classes: ${table.zeroCount}`,
    ...Object.entries(table.parameters).map(([id, value]) => `Parameter ${id} = ${value}`),
    'Class order: the index is the position in the list, from 0',
    ...table.notes.map((note) => note.message),
  ]
    .map((line) => `${mark} ${line}`)
    .join('\n');
}
