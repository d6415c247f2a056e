// Class weights for MMDetection's CrossEntropyLoss, with and without the background class.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonFloat, pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const mmdetection: Exporter = {
  id: 'mmdetection',
  title: 'MMDetection',
  description:
    'class_weight lists for config files: background last for two-stage heads, none for one-stage.',
  framework: 'OpenMMLab',
  fileName: 'class_weights_mmdet.py',
  rank: 60,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  return `${pythonModule(input, [])}
# metainfo = dict(classes=tuple(CLASS_NAMES)); labels follow this order, not the ids in the COCO file.

#: Two-stage bbox_head: num_classes + 1 weights, background last with weight 1.
bbox_loss_cls = dict(
    type="CrossEntropyLoss",
    use_sigmoid=False,
    class_weight=[*CLASS_WEIGHTS, ${pythonFloat(1)}],
    loss_weight=1.0,
)

#: Sigmoid heads (RPN, one-stage): num_classes weights, no background.
sigmoid_loss_cls = dict(
    type="CrossEntropyLoss",
    use_sigmoid=True,
    class_weight=CLASS_WEIGHTS,
    loss_weight=1.0,
)
`;
}
