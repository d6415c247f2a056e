// What a folder's name says about its content: junk, annotations, an ordinary project folder, a split, a part of many.
// Must not know formats nor what lies in the folder.

import type { SplitName } from '../model';
import { isStructuralFolder } from './media';
import { splitOfWord, wordsOfFolder } from './splits';

/** Folders that no loader should look into: hidden ones, archives' droppings, notebooks' copies. */
export function isJunkFolder(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX' || name === '__pycache__' || name === '@eaDir';
}

const annotationWords: ReadonlySet<string> = new Set(
  (
    'masks labels label label_images_semantic labeltxt label_2 label_02 annotations annotation annots annot anns ann segmentationclass ' +
    'segmentationobject segmentations segmentation ground_truth groundtruth gt gts gtfine gtcoarse imagesets trimaps ' +
    'heatmaps depth disparity bboxes boxes bndbox xmls ann_dir mask_dir stuffthingmaps sem_seg pan_seg colormaps semantic ' +
    'semantic_rgb instance instances pixelmaps segmentationclassaug segmentationclasscontext'
  ).split(' '),
);
const annotationTail =
  /^masks_|(?:^|[_\-. ])(?:masks|labels|labels?[_-]im(?:age|g)s?|annot?|annotations?|gt|groundtruth|ground truth)$|annot$/;

/** Folders of masks, boxes or label files: what lies there describes samples and is none, even where it is an image. */
export function isAnnotationFolder(name: string): boolean {
  const lower = name.toLowerCase();
  // `Dataset_with_GT` holds the images as well.
  if (/with[_\- ](?:gt|masks|labels|annotations)$/.test(lower)) return false;
  return annotationWords.has(lower) || annotationTail.test(lower);
}

const illustrationWords: ReadonlySet<string> = new Set(
  (
    'doc docs documentation assets asset static public resources resource res media figures figure figs fig plots ' +
    'plot screenshots screenshot icons icon logos logo banners thumbnails thumbs avatars sprites textures badges ' +
    'illustrations notebooks notebook web website www site frontend ios android fonts css js styles templates ' +
    'output outputs result results runs logs log wandb mlruns visualizations visualisations vis predictions preds ' +
    'tutorial tutorials readme readme_images github slides report reports snapshots __snapshots__ ' +
    '__image_snapshots__ __screenshots__ wallpapers wallpaper walls playblasts dcim'
  ).split(' '),
);

/** Folders whose pictures illustrate something: documentation, user interfaces, results of runs. */
export function isIllustrationFolder(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    illustrationWords.has(lower) ||
    /^(?:drawable|mipmap)(?:-|$)|\.(?:xcassets|imageset|appiconset)$/.test(lower)
  );
}

const projectWords: ReadonlySet<string> = new Set(
  (
    'src source lib libs app apps packages build dist out tmp temp cache examples example samples sample demo demos ' +
    'tests scripts tools utils client backend server checkpoints weights models config configs node_modules venv'
  ).split(' '),
);

/** Ordinary folders of a software project. */
export function isProjectFolder(name: string): boolean {
  return projectWords.has(name.toLowerCase()) || isIllustrationFolder(name);
}

const numberedPart =
  /^(?:images?|imgs?|pics?|pictures?|photos?|frames?|parts?|batch|patch|chunk|shard|fold|subset|folder|dir)[_\- ]?\d+$|[_\- ]part[_\- ]?\d+$|[_\- ]im(?:age|g)(?:s|[_\- ]sets?)?$/;
const otherContainers =
  /^(?:photos?|pics?|pictures?|frames?|jpg|jpeg|png|audios?|wavs?|xml|json|train[ab]|val[ab]|test[ab]|(?:all|raw|original)[_\-]?(?:images?|data)|\d{2,4}x)$/;

/** The same pictures once more, in another size or as another camera or renderer sees them. */
const otherViews =
  /^(?:rgb|(?:rgb|gt|depth|disparity)[_-]?(?:left|right)(?:debug)?|(?:left|right)[_-]?(?:rgb|depth|disparity)|sem_?seg|ins_?seg|(?:\w+[_-])?[hl][rq](?:[_-](?:bicubic|x\d))*|upsampled|downsampled|bicubic)$/;

/** True for `speaker_01`, `patient00001`: who or what was recorded, by number. */
export function isGroupFolder(name: string): boolean {
  return /^(?:speaker|spk|subject|subj|person|patient|case|study|series|session|exam)[-_ ]?\d+$/i.test(
    name,
  );
}

/** Street scenes sorted by city: images whose labels are masks of another tree. */
function isSceneFolder(name: string): boolean {
  return /^(?:leftimg8bit|rightimg8bit)/i.test(name);
}

function isMaskWord(name: string): boolean {
  return name.toLowerCase() === 'mask';
}

/**
 * True for names that say which class only beside others of their kind: `mask` beside `no_mask`, `with_mask` …; and
 * KITTI's `label_2`, beside `label_1`.
 */
export function isClassAmong(name: string, siblings: readonly string[]): boolean {
  if (isMaskWord(name)) return siblings.some((other) => /[_\- ]mask/i.test(other));
  return isKittiWord(name) && siblings.some((other) => other !== name && /^label_\d$/i.test(other));
}

function isKittiWord(name: string): boolean {
  return name.toLowerCase() === 'label_2';
}

/** True for names that {@link isClassAmong} asks the siblings about. */
export function dependsOnSiblings(name: string): boolean {
  return isMaskWord(name) || isKittiWord(name);
}

/** True for folders, seen among their siblings, that no loader should look into for samples. */
export function isSkippedFolder(name: string, siblings: readonly string[]): boolean {
  if (isJunkFolder(name) || isSceneFolder(name)) return true;
  if (isAnnotationFolder(name)) return !isClassAmong(name, siblings);
  return isMaskWord(name) && siblings.some((other) => /^(?:images?|imgs?|jpe?g|png)$/i.test(other));
}

/** Folders that say what kind of file or which part of a whole lies in them, never which class. */
export function isContainerFolder(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    isStructuralFolder(name) ||
    isAnnotationFolder(name) ||
    numberedPart.test(lower) ||
    otherContainers.test(lower) ||
    otherViews.test(lower)
  );
}

/**
 * The split a folder's name gives: the whole word, or its first or last part (`seg_train`, `train_images` -> train); none
 * where it names two, as `train_and_test` does.
 */
export function splitOfFolder(name: string): SplitName | undefined {
  if (isAnnotationFolder(name)) return undefined;
  const parts = wordsOfFolder(name);
  return splitOfWord(name) ?? splitOfWord(parts.at(-1) ?? '') ?? splitOfWord(parts.at(0) ?? '');
}
