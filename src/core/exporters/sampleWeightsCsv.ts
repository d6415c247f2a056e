// One weight a sample as a table that says which sample each is.
// Must not know other targets.

import { ownSampleCsvHeader } from '../ownFiles';
import { csvCell } from '../writing/csvCell';
import { weightLines } from '../writing/sampleLines';
import type { Exporter } from './exporter';

export const sampleWeightsCsv: Exporter = {
  id: 'sample-weights-csv',
  title: 'Sample weights (CSV)',
  description:
    'One sample a row in the order of the label files: its file, line, path, class indices and weight.',
  framework: 'General',
  fileName: 'sample_weights.csv',
  rank: 22,
  perSample: true,
  files: (input, fileName) =>
    weightLines(input, fileName, `${ownSampleCsvHeader}\r\n`, (sample, position, weight) => {
      const { file, line = '', path = '', classes } = sample;
      const cells = [position, file, line, path, classes.join(' '), weight];
      return `${cells.map(csvCell).join(',')}\r\n`;
    }),
};
