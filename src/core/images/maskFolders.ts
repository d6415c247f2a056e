// Folders that hold masks, by their names; and the kinds of masks of one image that lie side by side.
// Must not know pixels.

import { splitOfFolder } from '../detect/folderWords';
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
}

const sureNames =
  /^(?:masks?|segmentationclass(?:raw|aug|ids)?|gtfine|gtcoarse|(?:train|val|valid|test|training|validation)[_-]?(?:annot|masks?)|seg(?:mentation)?_?masks?|label_?masks?|semantic(?:_masks?)?|segmentations?)$/i;
const maybeNames =
  /^(?:labels?|annotations?|annots?|gt|ground_?truth|(?:train|val|valid|test|training|validation)[_-]?(?:labels?|gt)|[a-z0-9]+[_-]masks?)$/i;

/** Sets of mask folders: one for each place, its splits together. */
export function maskSets(root: FolderView): MaskSet[] {
  const sets = new Map<string, MaskSet>();
  const visit = (folder: FolderView): void => {
    const sure = sureNames.test(folder.name);
    if (!sure && !maybeNames.test(folder.name)) {
      for (const child of folder.folders) visit(child);
      return;
    }
    const parts = partsOf(folder);
    if (parts.length === 0) return;
    const key = folder.path
      .split('/')
      .map((part) =>
        wordSplit(part) === undefined
          ? part
          : part.toLowerCase().replace(/^(?:train(?:ing)?|val(?:id(?:ation)?)?|test)/, '*'),
      )
      .join('/');
    const known = sets.get(key);
    if (known === undefined) sets.set(key, { name: nameOf(folder), top: folder, parts, sure });
    else sets.set(key, { ...known, parts: [...known.parts, ...parts] });
  };
  visit(root);
  return [...sets.values()];
}

/** The folders of splits inside, else the folder itself with the split of the path. */
function partsOf(folder: FolderView): MaskPart[] {
  const inner = folder.folders.flatMap((child) => {
    const split = splitOfFolder(child.name);
    return split === undefined || !holdsPng(child) ? [] : [{ folder: child, split }];
  });
  if (inner.length > 0) return inner;
  if (!holdsPng(folder)) return [];
  const split = folder.path
    .split('/')
    .reverse()
    .map(wordSplit)
    .find((one) => one !== undefined);
  return [{ folder, split: split ?? 'all' }];
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

/** Paths of the masks of one kind below a folder. */
export function* masksBelow(folder: FolderView, kind: string): Generator<string> {
  for (const at of folder.walk()) {
    for (const name of at.files) if (isPng(name) && kindOf(name) === kind) yield at.pathOf(name);
  }
}
