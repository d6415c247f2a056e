// Weights as a JSON object from class name to weight.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { uniqueNames } from '../writing/names';
import { requireWeights } from '../writing/weighed';
import type { ExportInput, Exporter } from './exporter';

export const jsonMap: Exporter = {
  id: 'json-map',
  title: 'JSON map',
  description: 'An object from class name to weight; class names must be unique.',
  framework: 'General',
  fileName: 'class_weights.map.json',
  rank: 14,
  files: (input, fileName) => withAccount(input, fileName, text(input)),
  snippet: (input) => ({ language: 'json', text: text(input) }),
};

function text(input: ExportInput): string {
  requireWeights(input);
  const { table } = input;
  // Written by hand: an object of JavaScript would move names such as "10" to the front.
  const names = uniqueNames(table.rows);
  const entries = table.rows.map(
    (row, at) => `  ${JSON.stringify(names[at])}: ${JSON.stringify(row.weight)}`,
  );
  return `{\n${entries.join(',\n')}\n}\n`;
}
