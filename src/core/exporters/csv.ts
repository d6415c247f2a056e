// Weights as a table, one class a row; the full account lies beside it as JSON.
// Must not know other targets.

import { ownCsvHeader } from '../ownFiles';
import { withAccount } from '../writing/account';
import { csvCell } from '../writing/csvCell';
import type { ExportInput, Exporter } from './exporter';

export const csv: Exporter = {
  id: 'csv',
  title: 'CSV',
  description: 'One class a row: index, id, name, count, effective number, weight.',
  framework: 'General',
  fileName: 'class_weights.csv',
  rank: 20,
  files: (input, fileName) => withAccount(input, fileName, csvText(input)),
};

function csvText({ table }: ExportInput): string {
  const rows = table.rows.map((row) =>
    [row.index, row.id, row.name, row.count, row.effectiveNumber, row.weight]
      .map(csvCell)
      .join(','),
  );
  return `${[ownCsvHeader, ...rows].join('\r\n')}\r\n`;
}
