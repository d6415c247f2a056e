// Weights as a TypeScript module.
// Must not know other targets.

import { header, quoted } from '../writing/text';
import type { ExportInput, Exporter } from './exporter';

export const typescript: Exporter = {
  id: 'typescript',
  title: 'TypeScript',
  description: 'Names, counts and weights as readonly arrays in class order.',
  framework: 'General',
  fileName: 'classWeights.ts',
  rank: 24,
  files: (input, fileName) => [{ name: fileName, content: code(input) }],
  snippet: (input) => ({ language: 'typescript', text: code(input) }),
};

function code(input: ExportInput): string {
  const { rows } = input.table;
  const list = (name: string, type: string, values: readonly string[]): string =>
    `export const ${name}: readonly ${type}[] = [\n${values.map((value) => `  ${value},\n`).join('')}];\n`;
  const names = rows.map((row) => quoted(row.name));
  const counts = rows.map((row) => String(row.count));
  const weights = rows.map((row) => String(row.weight));
  return [
    `${header(input, '//')}\n`,
    list('classNames', 'string', names),
    list('classCounts', 'number', counts),
    list('classWeights', 'number', weights),
  ].join('');
}
