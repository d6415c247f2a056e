// Detectron2: repeat-factor sampling fitted to this data, and image counts for the federated loss.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { pythonFloat, pythonList } from '../writing/python';
import { repeatFactors, requireImages } from '../writing/samples';
import { header, quoted } from '../writing/text';
import type { ExportInput, Exporter } from './exporter';

export const detectron2: Exporter = {
  id: 'detectron2',
  title: 'Detectron2',
  description:
    'RepeatFactorTrainingSampler with a fitted threshold and class_image_count; its head takes no weights.',
  framework: 'Detectron2',
  fileName: 'class_balance_detectron2.py',
  rank: 70,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

function code(input: ExportInput): string {
  const { threshold } = repeatFactors(input);
  const images = requireImages(input);
  const { rows } = input.table;
  // No more can be drawn than have images; 50 is Detectron2's own number.
  const present = images.filter((count) => count > 0).length;
  return `${header(input, '#')}
# FastRCNNOutputLayers has no class weights; sampling by repeat factor is its way.
# Classes are contiguous here; thing_dataset_id_to_contiguous_id maps the ids in the COCO file to them.

THING_CLASSES = ${pythonList(rows, (row) => quoted(row.name))}

#: Half of the classes are held by a smaller share of the images.
REPEAT_THRESHOLD = ${pythonFloat(threshold)}

#: For MetadataCatalog.get(name).set(class_image_count=CLASS_IMAGE_COUNT), which the federated loss reads.
CLASS_IMAGE_COUNT = ${pythonList(rows, (row) => `{"id": ${row.index}, "image_count": ${images[row.index]}}`)}


def configure(cfg) -> None:
    """Sets the sampler; leaves everything else of the config alone."""
    cfg.DATALOADER.SAMPLER_TRAIN = "RepeatFactorTrainingSampler"
    cfg.DATALOADER.REPEAT_THRESHOLD = REPEAT_THRESHOLD


def configure_federated_loss(cfg) -> None:
    """Sets the federated loss (LVIS): a batch is held against its own classes and some drawn by image count ** power.

    Needs class_image_count in the metadata of the training set.
    """
    cfg.MODEL.ROI_HEADS.NUM_CLASSES = len(THING_CLASSES)
    cfg.MODEL.ROI_BOX_HEAD.USE_SIGMOID_CE = True
    cfg.MODEL.ROI_BOX_HEAD.USE_FED_LOSS = True
    cfg.MODEL.ROI_BOX_HEAD.FED_LOSS_NUM_CLASSES = ${Math.min(50, present)}
    cfg.MODEL.ROI_BOX_HEAD.FED_LOSS_FREQ_WEIGHT_POWER = 0.5
`;
}
