// The side file of row weights that LightGBM reads with a data file of the same name, one number a row.
// XGBoost has read such files too; 3.2 does not, and takes the numbers as an array.
// Must not know other targets.

import { baseName } from '../paths';
import { sampleUnits } from '../selection';
import { weightLines } from '../writing/sampleLines';
import { requireOneLabel, requireWeights } from '../writing/weighed';
import type { Exporter } from './exporter';

export const weightFile: Exporter = {
  id: 'weight-file',
  title: 'LightGBM .weight file',
  description:
    'One weight a row, read with the data it lies beside (train.csv.weight); for XGBoost DMatrix(weight=numpy.loadtxt(file)).',
  framework: 'scikit-learn and boosters',
  fileName: 'train.csv.weight',
  rank: 54,
  perSample: true,
  nameFor: (sources) => (sources.length === 1 ? `${baseName(sources[0])}.weight` : undefined),
  files(input, fileName) {
    requireWeights(input);
    requireOneLabel(input, 'Sample weights (CSV) take the largest of its classes.');
    const { unit } = input.provenance;
    if (!sampleUnits.includes(unit)) {
      throw new RangeError(
        `A .weight file weighs rows with one label each, but one count here is one ${unit}. Use Sample weights (NPY).`,
      );
    }
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
