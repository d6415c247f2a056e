// Weights as a plain JSON list in class order, as MMSegmentation's class_weight file and many loaders take it.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { requireWeights } from '../writing/weighed';
import type { ExportInput, Exporter } from './exporter';

export const jsonList: Exporter = {
  id: 'json-list',
  title: 'JSON list',
  description: 'A plain list of weights in class order.',
  framework: 'General',
  fileName: 'class_weights.list.json',
  rank: 12,
  files: (input, fileName) => withAccount(input, fileName, text(input)),
  snippet: (input) => ({ language: 'json', text: text(input) }),
};

function text(input: ExportInput): string {
  requireWeights(input);
  return `${JSON.stringify(input.table.rows.map((row) => row.weight))}\n`;
}
