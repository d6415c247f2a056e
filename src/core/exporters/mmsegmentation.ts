// Class weights for MMSegmentation's decode and auxiliary heads.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonModule } from '../writing/python';
import type { ExportInput, Exporter } from './exporter';

export const mmsegmentation: Exporter = {
  id: 'mmsegmentation',
  title: 'MMSegmentation',
  description:
    'loss_decode with class_weight, for decode_head and auxiliary_head; a JSON list works as file too.',
  framework: 'OpenMMLab',
  fileName: 'class_weights_mmseg.py',
  rank: 62,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  return `${pythonModule(input, [])}
# model = dict(decode_head=dict(loss_decode=loss_decode), auxiliary_head=dict(loss_decode=loss_decode))
# reduction="mean" looks up the weight of ignored pixels too and fails at their label, 255 (MMSegmentation 1.2); with
# "none" MMEngine takes the mean over all pixels, where ignored ones are 0.
loss_decode = dict(
    type="CrossEntropyLoss",
    use_sigmoid=False,
    class_weight=CLASS_WEIGHTS,
    reduction="none",
    loss_weight=1.0,
)
`;
}
