// Weights as the int-keyed dict that Keras' fit(class_weight=) takes.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonDict, pythonFloat, pythonModule } from '../writing/python';
import { header } from '../writing/text';
import type { WeightRow } from '../weights/scheme';
import type { ExportInput, Exporter } from './exporter';

export const keras: Exporter = {
  id: 'keras',
  title: 'Keras class_weight',
  description:
    'A dict from class index to weight for model.fit; a weighted loss for several labels a sample.',
  framework: 'Keras / TensorFlow',
  fileName: 'class_weight.py',
  rank: 40,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  return input.provenance.multiLabel ? multiLabel(input) : singleLabel(input);
}

function singleLabel(input: ExportInput): string {
  const entry = (row: WeightRow): string => `${row.index}: ${pythonFloat(row.weight)}`;
  return `${header(input, '#')}
# model.fit(x, y, class_weight=CLASS_WEIGHT); not together with sample_weight, targets of rank 1 or 2 only.
CLASS_WEIGHT = ${pythonDict(input.table.rows, entry)}
`;
}

// fit(class_weight=) takes the argmax of a target row for its class: wrong where a row has several.
function multiLabel(input: ExportInput): string {
  return `${pythonModule(input, ['import keras'])}
# fit(class_weight=) knows one class a sample; here the weights go into the loss.


@keras.saving.register_keras_serializable("class_balance")
def class_balanced_loss(y_true, y_pred):
    """model.compile(loss=class_balanced_loss); y_true (batch, classes) of 0 and 1, y_pred probabilities (sigmoid).

    One value a sample, as Keras wants it: the mean over its classes' weighted binary cross-entropies.
    """
    weights = keras.ops.convert_to_tensor(CLASS_WEIGHTS, dtype=y_pred.dtype)
    losses = keras.ops.binary_crossentropy(keras.ops.cast(y_true, y_pred.dtype), y_pred)
    return keras.ops.mean(weights * losses, axis=-1)
`;
}
