// Weights for PaddlePaddle's CrossEntropyLoss.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const paddle: Exporter = {
  id: 'paddle',
  title: 'PaddlePaddle',
  description:
    'paddle.nn.CrossEntropyLoss (or BCEWithLogitsLoss) with weights; PaddleSeg and PaddleDetection read the YAML list.',
  framework: 'PaddlePaddle',
  fileName: 'class_weights_paddle.py',
  rank: 82,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  const [loss, mean] = input.provenance.multiLabel
    ? ['BCEWithLogitsLoss', "Each class's term has its weight; the mean is over all terms."]
    : ['CrossEntropyLoss', "Its mean divides by the sum of the batch's weights."];
  return `${pythonModule(input, ['import paddle'])}
# ${mean}
loss = paddle.nn.${loss}(weight=paddle.to_tensor(CLASS_WEIGHTS, dtype="float32"))
`;
}
