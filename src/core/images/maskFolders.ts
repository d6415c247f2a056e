// Folders that hold masks, by their names, and masks beside their images.
// Must not know pixels.

import { splitOfFolder } from '../detect/folderWords';
import { isImage } from '../detect/media';
import { splitOfWord } from '../detect/splits';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { endsInPng, isPng, kindOf, maskEndings, maskFolderName, maskSuffix } from './maskNames';

export interface MaskPart {
  readonly folder: FolderView;
  readonly split: SplitName;
}

export interface MaskSet {
  readonly name: string;
  /** The outermost folder of masks of the first part. */
  readonly top: FolderView;
  readonly parts: readonly MaskPart[];
  /** True where the name means masks and nothing else. */
  readonly sure: boolean;
  /** Only files that end so are masks: the others beside them are their images. `.png` where the folder is for masks. */
  readonly ending: string;
}

/** Files of a folder that are looked at for their images. */
const twinsSought = 20;

/** Sets of mask folders: one for each place, its splits together. */
export function maskSets(root: FolderView): MaskSet[] {
  const sets = new Map<string, MaskSet>();
  const add = (set: MaskSet): void => {
    const key = `${starredPath(set.top)}\n${set.ending}`;
    const known = sets.get(key);
    if (known === undefined) sets.set(key, set);
    else sets.set(key, { ...known, parts: [...known.parts, ...set.parts] });
  };
  const visit = (folder: FolderView): void => {
    const meaning = maskFolderName(folder.name);
    if (meaning === undefined || holdsSurer(folder)) {
      for (const child of folder.folders) visit(child);
      if (meaning !== undefined) return;
      const set = besideImages(folder) ?? besideFolder(folder);
      if (set !== undefined) add(set);
      return;
    }
    const parts = partsOf(folder);
    if (parts.length === 0) return;
    add({ name: nameOf(folder), top: folder, parts, sure: meaning === 'sure', ending: '.png' });
  };
  visit(root);
  return [...sets.values()];
}

/** The path with its splits as `*`. */
export function starredPath({ path }: FolderView): string {
  return path.split('/').map(starred).join('/');
}

/** `train_labels` as `*_labels`, `ISIC-2017_Training_Part1` as `ISIC-2017_*_Part1`. */
function starred(name: string): string {
  const pieces = name
    .split(/([_\- ])/)
    .map((piece) => (splitOfWord(piece) === undefined ? piece : '*'));
  if (pieces.includes('*')) return pieces.join('');
  const glued = /^(?:train(?:ing)?|val(?:id(?:ation)?)?|test)(?=[a-z])/i;
  return wordSplit(name) === undefined ? name : name.toLowerCase().replace(glued, '*');
}

/**
 * True where no mask lies in the folder itself, and one below it is called what only masks are called, or the folders in
 * it tell images from masks.
 */
function holdsSurer(folder: FolderView): boolean {
  if (folder.files.some(isPng)) return false;
  const { folders } = folder;
  const hasImages = folders.some(({ name }) => /^(?:images?|imgs?|jpegimages)$/i.test(name));
  if (hasImages && folders.some((child) => maskFolderName(child.name) !== undefined)) return true;
  return folder.folders.some(
    (child) => (maskFolderName(child.name) === 'sure' && holdsPng(child)) || holdsSurer(child),
  );
}

/** Masks that lie beside their images: `7_mask.png` beside `7.jpg` or `7_sat.jpg`. */
function besideImages(folder: FolderView): MaskSet | undefined {
  const files = folder.files.filter(endsInPng);
  for (const ending of maskEndings) {
    const some = files.filter((name) => name.endsWith(ending)).slice(0, twinsSought);
    if (some.length === 0) continue;
    const images = new Set(folder.files.filter(isImage).map((name) => name.replace(/\.\w+$/, '')));
    const hasImage = (name: string): boolean => {
      const stem = name.slice(0, -ending.length);
      return images.has(stem) || images.has(`${stem}_sat`) || images.has(`${stem}_image`);
    };
    if (!some.every(hasImage)) continue;
    const split = splitAbove(folder);
    const name = folder.path === '' || split === 'all' ? folder.name : nameOf(folder);
    return { name, top: folder, parts: [{ folder, split }], sure: true, ending };
  }
  return undefined;
}

/** All PNG files of a folder called as the images of a folder beside it, with a word for masks behind: `1_L.png`, `1.png`. */
function besideFolder(folder: FolderView): MaskSet | undefined {
  if (!areMasksOfSibling(folder)) return undefined;
  const parts = [{ folder, split: splitAbove(folder) }];
  return { name: nameOf(folder), top: folder, parts, sure: false, ending: '.png' };
}

/** True where each of the first images has its like, less the suffix of a mask, in one folder beside this one. */
export function areMasksOfSibling(folder: FolderView): boolean {
  if (!maskSuffix.test(folder.files.find(isPng) ?? '')) return false;
  const some = folder.files.filter(isPng).slice(0, twinsSought);
  const stems = some.map((name) => (maskSuffix.test(name) ? name.replace(/_[^_]*$/, '') : ''));
  if (stems.includes('')) return false;
  const beside = folder.parent?.folders.filter((one) => one !== folder) ?? [];
  return beside.some(({ files }) => {
    const images = new Set(files.filter(isImage).map((name) => name.replace(/\.\w+$/, '')));
    return stems.every((stem) => images.has(stem));
  });
}

/** The folders of splits inside, else the folder itself with the split of the path. */
function partsOf(folder: FolderView): MaskPart[] {
  const own = folder.folders.filter((child) => !isExplained(child));
  const inner = own.flatMap((child) => {
    const split = splitOfFolder(child.name);
    return split === undefined || !holdsPng(child) ? [] : [{ folder: child, split }];
  });
  if (inner.length > 0) return inner;
  if (own.length < folder.folders.length && !folder.files.some(isPng)) return [];
  return holdsPng(folder) ? [{ folder, split: splitAbove(folder) }] : [];
}

/** COCO's `panoptic_val` beside `panoptic_val.json`, which says the class of each colour. */
function isExplained({ name, parent }: FolderView): boolean {
  return parent?.files.includes(`${name}.json`) === true;
}

/** The split that the nearest folder of the path names. */
function splitAbove({ path }: FolderView): SplitName {
  const words = path.split('/').reverse().map(wordSplit);
  return words.find((one) => one !== undefined) ?? 'all';
}

function wordSplit(name: string): SplitName | undefined {
  const pieces = name.split(/[_\- ]/).map(splitOfWord);
  return (
    splitOfWord(name) ??
    pieces.find((piece) => piece !== undefined) ??
    splitOfWord(/^(train|val|valid|test|training|validation)(?=[a-z])/i.exec(name)?.[1] ?? '')
  );
}

function holdsPng(folder: FolderView): boolean {
  return folder.files.some(isPng) || folder.folders.some(holdsPng);
}

function nameOf(folder: FolderView): string {
  const above = folder.parent;
  return above === undefined || above.path === '' ? folder.name : `${above.name}/${folder.name}`;
}

/** Paths of the masks of one kind below a folder; of those beside their images only what lies in it. */
export function* masksBelow(folder: FolderView, kind: string, ending = '.png'): Generator<string> {
  const end = ending.toLowerCase();
  for (const at of end === '.png' ? folder.walk() : [folder]) {
    for (const name of at.files) {
      const isMask = isPng(name) && name.toLowerCase().endsWith(end);
      if (isMask && kindOf(name) === kind) yield at.pathOf(name);
    }
  }
}
