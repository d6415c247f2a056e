// Folders that hold masks, by their names; masks beside their images; and the kinds of masks of one image side by side.
// Must not know pixels.

import { splitOfFolder } from '../detect/folderWords';
import { isImage } from '../detect/media';
import { splitOfWord } from '../detect/splits';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';

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

const sureNames =
  /^(?:masks?|(?:png_?)?masks_?\w*|segmentationclass(?:raw|aug|ids|context)?|gtfine|gtcoarse|(?:train|val|valid|test|training|validation)[_-]?(?:annot|masks?)|seg(?:mentation)?_?masks?|label_?masks?|semantic(?:_masks?)?|sem_?seg|segmentations?|ann_dir|mask_dir|stuffthingmaps|pixel_?maps?)$/i;
const maybeNames =
  /^(?:labels?|annotations?|annots?|gt|ground_?truth|instances?|trimaps?|(?:train|val|valid|test|training|validation)[_-]?(?:labels?|gt)|[a-z0-9]+[_-]masks?)$/i;
/** Exports for people draw what is counted elsewhere. */
const drawnNames = /^masks?_(?:human|colou?r|rgb|vis)/i;
/** Names of masks that lie beside their images. */
const endings = ['_mask.png', '_seg.png', '-mask.png'];
/** Files of a folder that are looked at for their images. */
const twinsSought = 20;

/** True for names that only folders of masks have. */
export function isSurelyMasks(name: string): boolean {
  return sureNames.test(name) && !/^(?:semantic|segmentations?)$/i.test(name);
}

/** Sets of mask folders: one for each place, its splits together. */
export function maskSets(root: FolderView): MaskSet[] {
  const sets = new Map<string, MaskSet>();
  const add = (set: MaskSet): void => {
    const key = `${keyOf(set.top)}\n${set.ending}`;
    const known = sets.get(key);
    if (known === undefined) sets.set(key, set);
    else sets.set(key, { ...known, parts: [...known.parts, ...set.parts] });
  };
  const visit = (folder: FolderView): void => {
    const sure = sureNames.test(folder.name);
    const isMasks = (sure || maybeNames.test(folder.name)) && !drawnNames.test(folder.name);
    if (!isMasks || holdsSurer(folder)) {
      for (const child of folder.folders) visit(child);
      if (isMasks) return;
      const set = besideImages(folder);
      if (set !== undefined) add(set);
      return;
    }
    const parts = partsOf(folder);
    if (parts.length === 0) return;
    add({ name: nameOf(folder), top: folder, parts, sure, ending: '.png' });
  };
  visit(root);
  return joined([...sets.values()]);
}

/** The path with its split as `*`. */
function keyOf({ path }: FolderView): string {
  return path
    .split('/')
    .map((part) =>
      wordSplit(part) === undefined
        ? part
        : part.toLowerCase().replace(/^(?:train(?:ing)?|val(?:id(?:ation)?)?|test)/, '*'),
    )
    .join('/');
}

/** True where no mask lies in the folder itself, and one below it is called what only masks are called. */
function holdsSurer(folder: FolderView): boolean {
  if (folder.files.some(isPng)) return false;
  return folder.folders.some(
    (child) => (sureNames.test(child.name) && holdsPng(child)) || holdsSurer(child),
  );
}

/** Masks that lie beside their images: `7_mask.png` beside `7.jpg` or `7_sat.jpg`. */
function besideImages(folder: FolderView): MaskSet | undefined {
  const images = new Set(folder.files.filter(isImage).map((name) => name.replace(/\.\w+$/, '')));
  for (const ending of endings) {
    const masks = folder.files.filter((name) => name.endsWith(ending));
    const some = masks.slice(0, twinsSought);
    const hasImage = (name: string): boolean => {
      const stem = name.slice(0, -ending.length);
      return images.has(stem) || images.has(`${stem}_sat`) || images.has(`${stem}_image`);
    };
    if (some.length === 0 || !some.every(hasImage)) continue;
    const split = splitAbove(folder);
    const name = folder.path === '' || split === 'all' ? folder.name : nameOf(folder);
    return { name, top: folder, parts: [{ folder, split }], sure: true, ending };
  }
  return undefined;
}

/** Areas below the folders of splits (`Train/Urban/masks`, `Train/Rural/masks`) are one set, where no mask is there twice. */
function joined(sets: readonly MaskSet[]): MaskSet[] {
  const groups = new Map<string, MaskSet[]>();
  for (const set of sets) {
    const parts = keyOf(set.top).split('/');
    const at = parts.findIndex((part) => part.startsWith('*'));
    const isArea = at >= 0 && at === parts.length - 3;
    const key = isArea
      ? [...parts.slice(0, -2), '#', parts[parts.length - 1]].join('/')
      : undefined;
    groups.set(key ?? set.top.path, [...(groups.get(key ?? set.top.path) ?? []), set]);
  }
  return [...groups.values()].flatMap((some) => {
    if (some.length < 2 || !areApart(some)) return some;
    const [first] = some;
    const name = first.top.parent?.parent?.parent?.name ?? first.name;
    return [{ ...first, name, parts: some.flatMap(({ parts }) => parts) }];
  });
}

function areApart(sets: readonly MaskSet[]): boolean {
  const seen = new Set<string>();
  for (const { parts } of sets) {
    for (const { folder, split } of parts) {
      for (const path of masksBelow(folder, '')) {
        const key = `${split} ${path.slice(path.lastIndexOf('/') + 1)}`;
        if (seen.has(key)) return false;
        seen.add(key);
      }
    }
  }
  return true;
}

/** The folders of splits inside, else the folder itself with the split of the path. */
function partsOf(folder: FolderView): MaskPart[] {
  const inner = folder.folders.flatMap((child) => {
    const split = splitOfFolder(child.name);
    return split === undefined || !holdsPng(child) ? [] : [{ folder: child, split }];
  });
  if (inner.length > 0) return inner;
  return holdsPng(folder) ? [{ folder, split: splitAbove(folder) }] : [];
}

/** The split that the nearest folder of the path names. */
function splitAbove({ path }: FolderView): SplitName {
  const words = path.split('/').reverse().map(wordSplit);
  return words.find((one) => one !== undefined) ?? 'all';
}

function wordSplit(name: string): SplitName | undefined {
  return (
    splitOfWord(name) ??
    splitOfWord(/^(train|val|valid|test|training|validation)(?=[_-]?[a-z])/i.exec(name)?.[1] ?? '')
  );
}

function holdsPng(folder: FolderView): boolean {
  return folder.files.some(isPng) || folder.folders.some(holdsPng);
}

function nameOf(folder: FolderView): string {
  const above = folder.parent;
  return above === undefined || above.path === '' ? folder.name : `${above.name}/${folder.name}`;
}

export function isPng(name: string): boolean {
  return /\.png$/i.test(name) && !name.startsWith('.');
}

/** Endings of file names that tell masks of one image apart; `''` for the rest. */
const kinds =
  /(?:_gt(?:Fine|Coarse))?_(labelTrainIds|labelIds|instanceTrainIds|instanceIds|color)\.png$/;

/** The kind of a mask: `labelTrainIds`, `instanceIds` … as Cityscapes names them, `''` elsewhere. */
export function kindOf(name: string): string {
  return kinds.exec(name)?.[1] ?? '';
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
