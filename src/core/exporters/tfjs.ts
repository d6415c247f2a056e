// Weights as the object that TensorFlow.js' fit(classWeight) takes.
// Must not know other targets.

import { header, quoted } from '../writing/text';
import type { ExportInput, Exporter } from './exporter';

export const tfjs: Exporter = {
  id: 'tfjs',
  title: 'TensorFlow.js',
  description:
    'An object from class index to weight for model.fit; sampleWeight is not implemented there.',
  framework: 'Keras / TensorFlow',
  fileName: 'classWeight.ts',
  rank: 46,
  files: (input, fileName) => [{ name: fileName, content: code(input) }],
  snippet: (input) => ({ language: 'typescript', text: code(input) }),
};

function code(input: ExportInput): string {
  const rows = input.table.rows.map(
    (row) => `  ${row.index}: ${row.weight}, // ${quoted(row.name)}, ${row.count}`,
  );
  return `${header(input, '//')}
// await model.fit(xs, ys, { classWeight });${input.provenance.multiLabel ? multiLabelNote : ''}
export const classWeight: Record<number, number> = {
${rows.join('\n')}
};
`;
}

const multiLabelNote = `
// It knows one class a sample; for several, multiply the loss's terms by Object.values(classWeight).`;
