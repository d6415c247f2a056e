// Releases of the labels of one dataset side by side, as Mapillary Vistas has `v1.2/labels` and `v2.0/labels`.
// Must not know formats.

import type { FolderView } from '../folderView';

const release = /^v(?:er(?:sion)?)?[._ -]?(\d+(?:\.\d+)*)$/i;
/** Files that are looked for in the newer release. */
const namesSought = 20;

/** The name of the release whose labels a newer one beside it gives again, by files called the same; undefined for others. */
export function outdatedRelease(folder: FolderView): string | undefined {
  const below: string[] = [];
  for (let at = folder; at.parent !== undefined; at = at.parent) {
    const own = numberOf(at.name);
    if (own !== undefined && at.parent.folders.some(({ name }) => isNewer(name, own))) {
      const newer = at.parent.folders.filter(({ name }) => isNewer(name, own));
      const isAgain = newer.some((other) => holdsTheSame(folder, folderBelow(other, below)));
      return isAgain ? at.name : undefined;
    }
    below.unshift(at.name);
  }
  return undefined;
}

function numberOf(name: string): readonly number[] | undefined {
  return release.exec(name)?.[1].split('.').map(Number);
}

function isNewer(name: string, than: readonly number[]): boolean {
  const parts = numberOf(name);
  if (parts === undefined) return false;
  const at = parts.findIndex((part, place) => part !== (than.at(place) ?? 0));
  return at >= 0 && parts[at] > (than.at(at) ?? 0);
}

function folderBelow(folder: FolderView, names: readonly string[]): FolderView | undefined {
  return names.reduce<FolderView | undefined>((at, name) => at?.folder(name), folder);
}

function holdsTheSame(folder: FolderView, other: FolderView | undefined): boolean {
  const known = new Set(other?.files);
  const names = folder.files.slice(0, namesSought);
  return names.length > 0 && names.every((name) => known.has(name));
}
