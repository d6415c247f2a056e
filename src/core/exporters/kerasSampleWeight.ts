// Per-sample weights for Keras and TensorFlow, where class_weight does not reach: segmentation, several outputs.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import { requireOneLabel } from '../writing/weighed';
import type { ExportInput, Exporter } from './exporter';

export const kerasSampleWeight: Exporter = {
  id: 'keras-sample-weight',
  title: 'Keras sample_weight',
  description:
    'Maps (x, y) to (x, y, weight) in tf.data; works for segmentation and several outputs.',
  framework: 'Keras / TensorFlow',
  fileName: 'sample_weight.py',
  rank: 42,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  requireOneLabel(input, 'Keras class_weight writes a weighted loss for it.');
  return `${pythonModule(input, ['import tensorflow as tf'])}

def with_sample_weight(x, y):
    """dataset.map(with_sample_weight) before fit; y holds class indices, of shape (), (T,) or (H, W) a sample.

    What is no class index, such as 255 for "do not care", gets weight 0.
    """
    weights = tf.constant(CLASS_WEIGHTS, dtype=tf.float32)
    index = tf.cast(y, tf.int32)
    known = (index >= 0) & (index < len(CLASS_WEIGHTS))
    return x, y, tf.where(known, tf.gather(weights, tf.where(known, index, 0)), 0.0)
`;
}
