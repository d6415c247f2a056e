// Weights as one JSON document with counts, scheme and sources.
// Must not know other targets.

import { documentText } from '../writing/document';
import { requireWeights } from '../writing/weighed';
import type { Exporter } from './exporter';

export const json: Exporter = {
  id: 'json',
  title: 'JSON',
  description: 'Counts, effective numbers and weights of every class, with scheme and sources.',
  framework: 'General',
  fileName: 'class_weights.json',
  rank: 10,
  files: (input, fileName) => {
    requireWeights(input);
    return [{ name: fileName, content: documentText(input) }];
  },
  snippet: (input) => {
    requireWeights(input);
    const weights = input.table.rows.map((row) => row.weight);
    return { language: 'json', text: `${JSON.stringify(weights)}\n` };
  },
};
