// How sure it is that folders are classes: trees of masks, products and pages have folders of images, too.
// Must not know formats.

import type { ClassLayout } from '../detect/classTree';
import {
  isAnnotationFolder,
  isContainerFolder,
  isGroupFolder,
  isIllustrationFolder,
  isSkippedFolder,
} from '../detect/folderWords';
import type { FolderView } from '../folderView';
import { areMasksOfSibling } from '../images/maskFolders';
import { isAlbum, isFilmFrames, isTilePyramid } from './numberedTrees';
import { areRestored, isSeries } from './seriesTrees';

/** What the samples are. */
interface SampleKind {
  /** Tells a sample by its file name. */
  readonly isSample: (name: string) => boolean;
}

/** The confidence of a claim on the layout; below 0.5 it is only offered. */
export function confidenceOf(kind: SampleKind, layout: ClassLayout): number {
  const { names, shape, root } = layout;
  if (shape === 'single' || names.length < 2) return 0.2;
  const deeper = layout.parts.filter(({ folder }) => folder.parent !== root);
  const places = [root, ...deeper.map(({ folder }) => folder)];
  const isForMasks =
    places.some(
      (place) => hasMasksBeside(kind, layout, place) || hasLabelsBeside(kind, layout, place),
    ) || areMaskedSamples(kind, layout);
  if (isForMasks || /(?:^|\/)jpegimages(?:\/|$)/i.test(root.path)) return 0.35;
  if (areOther(layout)) return 0.35;
  const isIllustration = root.path.split('/').some(isIllustrationFolder) || isIconTheme(root);
  if (shape === 'inside' && isIllustration) return 0.3;
  if (shape !== 'flat') return 0.8;
  const isOrdered = isAlbum(layout) || isFilmFrames(layout) || isSeries(layout);
  if (isIllustration || isOrdered || isTilePyramid(layout)) return 0.3;
  return sampleShare(kind, layout) < 0.5 || areItems(layout) ? 0.35 : 0.6;
}

/** Persons, sequences, the same pictures over again, or pictures and their masks. */
function areOther(layout: ClassLayout): boolean {
  return (
    areNumberedItems(layout) ||
    areLabelledSequences(layout) ||
    areRestored(layout) ||
    layout.parts.some(({ classes }) => classes.some(({ folder }) => areMasksOfSibling(folder)))
  );
}

/** Whose pictures they are, or which slide's, is told by a number; what they show, by something else. */
function areNumberedItems({ names, below }: ClassLayout): boolean {
  if (names.every((name) => /^(?:patient|case|study)/i.test(name) && isGroupFolder(name)))
    return true;
  const stems = new Set(names.map((name) => name.replace(/\d+$/, '#')));
  const [stem] = stems;
  if (stems.size > 1 || !stem.endsWith('#')) return false;
  if (/(?:clip|video|scene|seq(?:uence)?|camera|drive|shot)[-_ ]?#$/i.test(stem)) return true;
  // `SOB_M_DC_14-2523`; `n01440764` and `class_07` are classes.
  const isLong = (stem.match(/[-_]/g)?.length ?? 0) > 2;
  return isLong || ((below === 'folders' || below === 'groups') && /^\D{1,12}#$/.test(stem));
}

/** Icons of a desktop, which its `index.theme` describes. */
function isIconTheme(root: FolderView): boolean {
  return [root, root.parent].some((place) => place?.files.includes('index.theme'));
}

/**
 * Trees of masks beside the tree of images: the images are for segmentation, whatever their folders are called. One that
 * is farther up, or does not go with it by name (`road_masks` beside `flowers`), may be another dataset's, unless what
 * these folders or their samples are called recurs in it.
 */
function hasMasksBeside(kind: SampleKind, layout: ClassLayout, root: FolderView): boolean {
  for (let at = root; at.parent !== undefined; at = at.parent) {
    const names = at.parent.folders.map((folder) => folder.name);
    const masks = at.parent.folders.filter(
      (folder) =>
        folder !== at && isSkippedFolder(folder.name, names) && !folder.name.startsWith('.'),
    );
    const images = masks.filter((folder) => holdsImages(kind, folder, 4));
    const isOwn = (folder: FolderView): boolean =>
      (at === root && belongTogether(folder.name, root.name)) || hasSameNames(kind, layout, folder);
    if (images.some(isOwn)) return true;
  }
  return false;
}

/** `masks` beside `images`, `train_masks` beside `train`. */
function belongTogether(name: string, other: string): boolean {
  const words = (text: string): string[] => text.toLowerCase().split(/[-_. ]+/);
  const own = words(name);
  const theirs = words(other);
  if (own.length === 1 && isContainerFolder(other)) return true;
  return own.some((word) => theirs.includes(word));
}

/** Half of the folders, or of the samples looked for, are called alike in the other tree: `wall_mask.png` for `wall.jpg`. */
function hasSameNames(kind: SampleKind, layout: ClassLayout, other: FolderView): boolean {
  const names = new NamesBelow(other, 4);
  const alike = layout.names.filter((name) => names.folders.has(name));
  if (alike.length * 2 >= layout.names.length) return true;
  // Numbers recur anywhere.
  const stems = someSamples(kind, layout)
    .map(stemOf)
    .filter((stem) => /\D/.test(stem));
  const found = stems.filter((stem) => names.stems.has(stem));
  return found.length > 0 && found.length * 2 >= stems.length;
}

/** What folders and files below a folder are called. */
class NamesBelow {
  readonly folders = new Set<string>();
  /** Also without their last part: `wall` for `wall_mask.png`. */
  readonly stems = new Set<string>();

  constructor(folder: FolderView, depth: number) {
    this.#take(folder, depth);
  }

  #take(folder: FolderView, depth: number): void {
    for (const name of folder.files) {
      if (this.stems.size > namesCompared) return;
      const stem = stemOf(name);
      this.stems.add(stem).add(stem.replace(/[-_ .][^-_ .]*$/, ''));
    }
    if (depth === 0) return;
    for (const child of folder.folders) {
      this.folders.add(child.name);
      this.#take(child, depth - 1);
    }
  }
}

/** A folder of label files called as the samples are: `ground truth/001.txt` beside `positive image set/001.jpg`. */
function hasLabelsBeside(kind: SampleKind, layout: ClassLayout, place: FolderView): boolean {
  const labels = place.folders.filter(({ name }) => isAnnotationFolder(name));
  if (labels.length === 0) return false;
  const stems = new Set(labels.flatMap(({ labelFiles }) => labelFiles.map(stemOf)));
  const some = someSamples(kind, layout);
  return some.filter((name) => stems.has(stemOf(name))).length * 2 >= Math.max(1, some.length);
}

/** A label file for each numbered folder of frames: `label_02/0000.txt` beside `image_02/0000/…`, UA-DETRAC’s `MVI_20011.xml`. */
function areLabelledSequences({ parts, names }: ClassLayout): boolean {
  if (!names.every((name) => /\d{3,}$/.test(name))) return false;
  const views = parts.flatMap(({ classes }) => classes.map(({ folder }) => folder.parent?.parent));
  const beside = [...new Set(views)].flatMap((place) => place?.folders ?? []);
  const labels = beside.filter(({ name }) => isAnnotationFolder(name) || /annotation/i.test(name));
  const stems = new Set(labels.flatMap(({ labelFiles }) => labelFiles.map(stemOf)));
  return names.every((name) => stems.has(name));
}

/** Samples of a folder that are looked for elsewhere. */
const samplesChecked = 10;
/** Names of another tree among which they are looked for; that many tell. */
const namesCompared = 20_000;

function someSamples(kind: SampleKind, { parts }: ClassLayout): readonly string[] {
  return parts.flatMap(({ classes }) =>
    classes.flatMap(({ folder }) => folder.files.filter(kind.isSample).slice(0, samplesChecked)),
  );
}

function stemOf(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}

function holdsImages(kind: SampleKind, folder: FolderView, depth: number): boolean {
  if (folder.files.some((name) => kind.isSample(name))) return true;
  return depth > 0 && folder.folders.some((child) => holdsImages(kind, child, depth - 1));
}

/** Many folders of hardly more than one image: products, persons or days rather than classes. */
function areItems({ parts, names }: ClassLayout): boolean {
  const files = parts.flatMap((part) => part.classes.map((entry) => filesBelow(entry.folder)));
  return names.length > 20 && files.reduce((sum, count) => sum + count, 0) < names.length * 1.5;
}

/** Each folder has one image, and its masks beside that: samples rather than classes. */
function areMaskedSamples(kind: SampleKind, { parts }: ClassLayout): boolean {
  const some = parts.flatMap(({ classes }) => classes).slice(0, 20);
  const full = some.filter(({ folder }) => folder.folders.some(({ name }) => name === 'masks'));
  return full.some(({ folder }) => {
    const images = folder.folders.filter(({ name }) => /^im(?:age|g)s?$/i.test(name));
    return images.length === 1 && images[0].files.filter(kind.isSample).length === 1;
  });
}

function filesBelow(folder: FolderView): number {
  return folder.folders.reduce((sum, child) => sum + filesBelow(child), folder.files.length);
}

/** Share of images among the files of a few class folders: folders of code or pages also hold pictures. */
function sampleShare(kind: SampleKind, layout: ClassLayout): number {
  const some = layout.parts.flatMap((part) => part.classes.slice(0, 20));
  const files = some.flatMap((entry) => filesOf(entry.folder).slice(0, 200));
  return files.length === 0 ? 1 : files.filter((name) => kind.isSample(name)).length / files.length;
}

/** The files of a folder; where it is one around another, those of that. */
function filesOf(folder: FolderView): readonly string[] {
  const isAround = folder.files.length === 0 && folder.folders.length === 1;
  return isAround ? filesOf(folder.folders[0]) : folder.files;
}
