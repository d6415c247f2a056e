// Weights as a YAML list, for Paddle, NeMo and other trainers configured in YAML.
// Must not know other targets.

import { header, quoted } from '../writing/text';
import type { ExportInput, Exporter } from './exporter';

export const yaml: Exporter = {
  id: 'yaml',
  title: 'YAML',
  description: 'Lists class_names and class_weights in class order, the account as comments.',
  framework: 'General',
  fileName: 'class_weights.yaml',
  rank: 22,
  files: (input, fileName) => [{ name: fileName, content: text(input) }],
};

// YAML's double-quoted scalars take JSON's escapes.
function text(input: ExportInput): string {
  const { rows } = input.table;
  const list = (values: readonly string[]): string =>
    values.length === 0 ? ' []' : `\n${values.map((value) => `  - ${value}`).join('\n')}`;
  return `${header(input, '#')}
class_names:${list(rows.map((row) => quoted(row.name)))}
class_weights:${list(rows.map((row) => yamlFloat(row.weight)))}
`;
}

/** A number that YAML 1.1 takes for one, too: it wants a point and would read `1e-7` as text. */
function yamlFloat(value: number): string {
  return String(value).replace(/^(\d+)(?=e|$)/, '$1.0');
}
