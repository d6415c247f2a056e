// Puts sets of masks together that are areas, sequences or samples of one dataset in folders of their own.
// Must not know how masks are found.

import { outdatedRelease } from '../detect/releases';
import type { FolderView } from '../folderView';
import { baseName } from '../paths';
import { type MaskPart, masksBelow, type MaskSet, starredPath } from './maskFolders';
import { isMaskOfBox, isPng } from './maskNames';

/**
 * Below the folder of a split (`Train/Urban/masks`, `Train/Rural/masks`) where no mask is there twice, and in numbered
 * folders (`seq1/Labels`, `seq2/Labels`).
 */
export function joinedAreas(sets: readonly MaskSet[]): MaskSet[] {
  const groups = new Map<string, MaskSet[]>();
  for (const set of sets) {
    const key = `${areaKey(set.top) ?? set.top.path}\n${set.ending}`;
    groups.set(key, [...(groups.get(key) ?? []), set]);
  }
  return [...groups.values()].flatMap((some) => {
    if (some.length < 2 || !(areNumbered(some) || areApart(some))) return some;
    const [first] = some;
    const name = first.top.parent?.parent?.name ?? first.name;
    return [{ ...first, name, parts: some.flatMap(({ parts }) => parts) }];
  });
}

/** The path with `#` for its last folder but one, where that lies below a split or is numbered. */
function areaKey(top: FolderView): string | undefined {
  if (outdatedRelease(top) !== undefined) return undefined;
  const parts = starredPath(top).split('/');
  const area = parts.at(-2);
  if (area === undefined) return undefined;
  const isBelowSplit = parts.at(-3)?.includes('*') === true;
  if (!isBelowSplit && !isNumbered(area)) return undefined;
  const shape = isNumbered(area) ? numberless(area) : '#';
  return [...parts.slice(0, -2), shape, parts[parts.length - 1]].join('/');
}

/** Numbers, and the long names of digits and letters that samples are given. */
function numberless(name: string): string {
  return name.replace(/[0-9a-f]*\d[0-9a-f]*/gi, '#');
}

function isNumbered(name: string): boolean {
  return numberless(name).endsWith('#');
}

function areNumbered(sets: readonly MaskSet[]): boolean {
  return sets.every(({ top }) => isNumbered(top.parent?.name ?? ''));
}

function areApart(sets: readonly MaskSet[]): boolean {
  const seen = new Set<string>();
  for (const { parts, ending } of sets) {
    for (const { folder, split } of parts) {
      for (const path of masksBelow(folder, '', ending)) {
        const key = `${split} ${baseName(path)}`;
        if (seen.has(key)) return false;
        seen.add(key);
      }
    }
  }
  return true;
}

/**
 * True where a folder of one image has several masks, or masks are named after a box: each shows one object, and none the
 * class of every pixel.
 */
export function areObjects({ parts }: MaskSet): boolean {
  const some = parts.slice(0, 20);
  if (some.every(areMasksOfBoxes)) return true;
  return (
    some.length > 0 &&
    some.every(({ folder }) => {
      const images = folder.parent?.folders.find(({ name }) => /^im(?:age|g)s?$/i.test(name));
      return images?.files.length === 1 && folder.parent?.files.length === 0;
    }) &&
    some.some(({ folder }) => folder.files.length > 1)
  );
}

function areMasksOfBoxes({ folder }: MaskPart): boolean {
  const masks = folder.files.filter(isPng);
  return masks.length > 0 && masks.every(isMaskOfBox);
}
