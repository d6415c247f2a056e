// MMEngine's ClassBalancedDataset with a threshold fitted to this data.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonFloat, pythonList } from '../writing/python';
import { repeatFactors } from '../writing/samples';
import { header } from '../writing/text';
import type { ExportInput, Exporter } from './exporter';

export const classBalancedDataset: Exporter = {
  id: 'class-balanced-dataset',
  title: 'OpenMMLab ClassBalancedDataset',
  description:
    'Repeats images of rare classes; the threshold is the median share of images over your classes.',
  framework: 'OpenMMLab',
  fileName: 'class_balanced_dataset.py',
  rank: 63,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

// Plain values, no function: MMEngine's config files take values from each other, and nothing else.
function code(input: ExportInput): string {
  const { threshold, factors } = repeatFactors(input);
  const { rows } = input.table;
  return `${header(input, '#')}
# _base_ = [..., "<this file>"]
# train_dataloader = dict(dataset=dict(
#     _delete_=True, type="ClassBalancedDataset", oversample_thr=_base_.OVERSAMPLE_THRESHOLD,
#     dataset=dict(type=..., ...)))  # as it was; it must offer get_cat_ids
# An image is repeated by the largest factor of its classes, max(1, sqrt(threshold / share of images)), rounded up.

#: Half of the classes are held by a smaller share of the images.
OVERSAMPLE_THRESHOLD = ${pythonFloat(threshold)}

#: What each class gets with this threshold, in the order of the classes.
REPEAT_FACTORS = ${pythonList(rows, (row) => pythonFloat(factors[row.index]))}
`;
}
