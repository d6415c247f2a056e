// What names say of masks: folders that hold them, files beside images, and kinds of masks of one image.
// Must not know folders or pixels.

import { extensionTest } from '../nameSet';

const split = '(?:train|val|valid|test|training|validation)';

const sureNames = new RegExp(
  '^(?:' +
    [
      'masks?|(?:png_?)?masks_?\\w*|mask_dir|ann_dir|label_?masks?|seg(?:mentation)?_?masks?',
      'segmentationclass(?:raw|aug|ids|context)?|segmentations?|gtfine|gtcoarse',
      'semantic(?:_masks?)?|sem_?seg|stuffthingmaps|pixel_?maps?|label_im(?:age|g)s?\\w*',
      `${split}[_-]?(?:annot|masks?|segmentations?|label[_-]im(?:age|g)s?)`,
    ].join('|') +
    ')$',
  'i',
);
const maybeNames = new RegExp(
  '^(?:' +
    [
      'labels?|annotations?|annots?|gts?|gt[_-]?(?:left|right)|instances?|trimaps?|(?:[\\w-]*_)?ground[ _-]?truth',
      `${split}[_-]?(?:labels?|gt)|[a-z0-9]+[_-]masks?|[a-z0-9]+annot`,
    ].join('|') +
    ')$',
  'i',
);
/** Exports for people draw what is counted elsewhere. */
const drawnNames = /^masks?_(?:human|colou?r|rgb|vis)/i;

/** `sure` for names that mean masks and nothing else, `maybe` for those of other meanings too. */
export function maskFolderName(name: string): 'sure' | 'maybe' | undefined {
  if (drawnNames.test(name)) return undefined;
  return sureNames.test(name) ? 'sure' : maybeNames.test(name) ? 'maybe' : undefined;
}

/** True for names that only folders of images of masks have: the others may hold polygons. */
export function isSurelyMasks(name: string): boolean {
  return maskFolderName(name) === 'sure' && !/^(?:semantic|segmentations?)$/i.test(name);
}

/** Names of masks that lie beside their images. */
export const maskEndings: readonly string[] = ['_mask.png', '_seg.png', '-mask.png'];

/** What masks in a folder of their own have behind the names of the images in the folder beside it (CamVid's `_L`). */
export const maskSuffix = /_(?:L|lab|labels?|masks?|seg|segmentation|gt|annot(?:ation)?)(?=\.png$)/;

/** True for names of PNG files, hidden ones too. */
export const endsInPng = extensionTest(['.png']);

export function isPng(name: string): boolean {
  return endsInPng(name) && !name.startsWith('.');
}

/** Endings of file names that tell masks of one image apart; `''` for the rest. */
const kinds = /(?:_gt(?:Fine|Coarse))?_(\d{0,3}(?:label|instance)\w*ids|color)\.png$/i;

/** The kind of a mask: `labelTrainIds`, `instanceIds` … as Cityscapes names them, `19LabelTrainIds` for A2D2, `''` elsewhere. */
export function kindOf(name: string): string {
  return kinds.exec(name)?.[1] ?? '';
}

/** `<image>_<class>_<box>.png` of Open Images: the mask of one box, whose class its table says. */
export function isMaskOfBox(name: string): boolean {
  return /_m\w+_[\da-f]{8}\.png$/i.test(name);
}
