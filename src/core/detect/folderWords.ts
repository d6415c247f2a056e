// What a folder's name says about its content: junk, annotations, an ordinary project folder, a split, a part of many.
// Must not know formats nor what lies in the folder.

import type { SplitName } from '../model';
import { isStructuralFolder } from './media';
import { splitOfWord } from './splits';

/** Folders that no loader should look into: hidden ones, archives' droppings, notebooks' copies. */
export function isJunkFolder(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX' || name === '__pycache__' || name === '@eaDir';
}

const annotationWords: ReadonlySet<string> = new Set(
  (
    'masks mask labels label labeltxt label_2 annotations annotation annots annot anns ann segmentationclass ' +
    'segmentationobject segmentations segmentation ground_truth groundtruth gt gtfine gtcoarse imagesets trimaps ' +
    'heatmaps depth disparity bboxes boxes bndbox xmls xml json'
  ).split(' '),
);
const annotationTail = /(?:^|[_\-. ])(?:masks?|labels?|annot|annotations?|gt|groundtruth)$|annot$/;

/** Folders of masks, boxes or label files: what lies there describes samples and is none, even where it is an image. */
export function isAnnotationFolder(name: string): boolean {
  const lower = name.toLowerCase();
  return annotationWords.has(lower) || annotationTail.test(lower);
}

const projectWords: ReadonlySet<string> = new Set(
  (
    'doc docs documentation assets asset static public resources resource res media figures figure figs fig plots ' +
    'plot screenshots screenshot icons icon logos logo banners thumbnails thumbs avatars sprites textures badges ' +
    'illustrations notebooks notebook src source lib libs app apps packages build dist out output outputs result ' +
    'results runs logs log tmp temp cache examples example samples sample demo demos tests scripts tools utils web ' +
    'website www site client frontend backend server ios android fonts css js styles templates checkpoints ' +
    'weights models predictions preds visualizations visualisations vis config configs wandb mlruns node_modules ' +
    'venv tutorial tutorials readme readme_images github slides paper report reports'
  ).split(' '),
);

/** Ordinary folders of a software project; pictures in them illustrate something. */
export function isProjectFolder(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    projectWords.has(lower) ||
    /^(?:drawable|mipmap)(?:-|$)|\.(?:xcassets|imageset|appiconset)$/.test(lower)
  );
}

const numberedPart =
  /^(?:images?|imgs?|pics?|pictures?|photos?|frames?|parts?|batch|chunk|shard|fold|subset|folder|dir)[_\- ]?\d+$|[_\- ]part[_\- ]?\d+$/;
const otherContainers =
  /^(?:photos?|pics?|pictures?|frames?|jpg|jpeg|png|leftimg8bit|rightimg8bit|train[ab]|val[ab]|test[ab]|(?:all|raw|original)[_\-]?(?:images?|data))$/;

/** Folders that say what kind of file or which part of a whole lies in them, never which class. */
export function isContainerFolder(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    isStructuralFolder(name) ||
    isAnnotationFolder(name) ||
    numberedPart.test(lower) ||
    otherContainers.test(lower)
  );
}

/** The split a folder's name gives: the whole word, or its first or last part (`seg_train`, `train_images` -> train). */
export function splitOfFolder(name: string): SplitName | undefined {
  if (isAnnotationFolder(name)) return undefined;
  const parts = name.split(/[_\-. ]+/);
  return splitOfWord(name) ?? splitOfWord(parts.at(-1) ?? '') ?? splitOfWord(parts.at(0) ?? '');
}
