// Weights as one JSON document with counts, scheme and sources.
// Must not know other targets.

import { documentText } from '../writing/document';
import type { Exporter } from './exporter';

export const json: Exporter = {
  id: 'json',
  title: 'JSON',
  description: 'Counts, effective numbers and weights of every class, with scheme and sources.',
  framework: 'General',
  fileName: 'class_weights.json',
  rank: 10,
  files: (input, fileName) => [{ name: fileName, content: documentText(input) }],
  snippet: (input) => ({
    language: 'json',
    text: `${JSON.stringify(input.table.rows.map((row) => row.weight))}\n`,
  }),
};
