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

#: model = dict(roi_head=dict(bbox_head=dict(loss_cls=bbox_loss_cls))), two-stage: num_classes + 1 weights, background
#: last with weight 1. The mean is over samples, not over the sum of their weights.
bbox_loss_cls = dict(
    type="CrossEntropyLoss",
    use_sigmoid=False,
    class_weight=[*CLASS_WEIGHTS, ${pythonFloat(1)}],
    loss_weight=1.0,
)

#: One-stage heads with sigmoid (bbox_head=dict(loss_cls=...)): num_classes weights, no background; MMDetection takes
#: them as pos_weight, so they multiply the positive terms only. Not for the RPN, which has one class (objectness), nor
#: with FocalLoss, QualityFocalLoss or VarifocalLoss, which take no weights: sample by ClassBalancedDataset there.
sigmoid_loss_cls = dict(
    type="CrossEntropyLoss",
    use_sigmoid=True,
    class_weight=CLASS_WEIGHTS,
    loss_weight=1.0,
)
`;
}
