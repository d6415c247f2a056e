// The side file of row weights that LightGBM and XGBoost read with a data file of the same name.
// Must not know other targets.

import { baseName } from '../paths';
import { weightLines } from '../writing/sampleLines';
import { requireOneLabel } from '../writing/weighed';
import type { Exporter } from './exporter';

export const weightFile: Exporter = {
  id: 'weight-file',
  title: 'LightGBM and XGBoost .weight file',
  description:
    'One weight a row, read with the data where it lies beside it and is called as it (train.csv.weight for train.csv).',
  framework: 'scikit-learn and boosters',
  fileName: 'train.csv.weight',
  rank: 54,
  perSample: true,
  nameFor: (sources) => (sources.length === 1 ? `${baseName(sources[0])}.weight` : undefined),
  files(input, fileName) {
    requireOneLabel(input, 'Sample weights (CSV) take the largest of its classes.');
    let only: string | undefined;
    return weightLines(input, fileName, '', ({ file }, _position, weight) => {
      only ??= file;
      if (file === only) return `${weight}\n`;
      throw new RangeError(
        `A .weight file belongs to one data file, but the samples lie in several: “${only}”, “${file}” and perhaps more.`,
      );
    });
  },
};
