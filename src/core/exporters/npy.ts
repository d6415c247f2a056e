// Weights as a NumPy file: float32, shape (classes,).
// Must not know other targets.

import { withAccount } from '../writing/account';
import { npyFloat32 } from '../writing/npy';
import type { Exporter } from './exporter';

export const npy: Exporter = {
  id: 'npy',
  title: 'NPY',
  description: 'A NumPy array, float32, one weight a class in class order.',
  framework: 'General',
  fileName: 'class_weights.npy',
  rank: 16,
  files: (input, fileName) =>
    withAccount(input, fileName, npyFloat32(input.table.rows.map((row) => row.weight))),
};
