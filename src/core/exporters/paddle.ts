// Weights for PaddlePaddle's CrossEntropyLoss.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const paddle: Exporter = {
  id: 'paddle',
  title: 'PaddlePaddle',
  description:
    'paddle.nn.CrossEntropyLoss with weights; PaddleSeg and PaddleDetection read the YAML list.',
  framework: 'PaddlePaddle',
  fileName: 'class_weights_paddle.py',
  rank: 82,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  return `${pythonModule(input, ['import paddle'])}
# Its mean divides by the sum of the batch's weights.
loss = paddle.nn.CrossEntropyLoss(weight=paddle.to_tensor(CLASS_WEIGHTS, dtype="float32"))
`;
}
