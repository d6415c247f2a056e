// MMEngine's ClassBalancedDataset with a threshold fitted to this data.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonDict, pythonFloat } from '../writing/python';
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

function code(input: ExportInput): string {
  const { threshold, factors } = repeatFactors(input);
  return `${header(input, '#')}
# train_dataloader = dict(dataset=class_balanced(dict(type=..., ...)))
# An image is repeated by the largest factor of its classes, max(1, sqrt(threshold / share of images)).

#: Half of the classes are held by a smaller share of the images.
OVERSAMPLE_THRESHOLD = ${pythonFloat(threshold)}

#: What each class gets with this threshold.
REPEAT_FACTORS = ${pythonDict(input.table.rows, (row) => `${row.index}: ${pythonFloat(factors[row.index])}`)}


def class_balanced(dataset: dict) -> dict:
    """Wraps a dataset's config; the dataset must offer get_cat_ids."""
    return dict(
        type="ClassBalancedDataset", oversample_thr=OVERSAMPLE_THRESHOLD, dataset=dataset
    )
`;
}
