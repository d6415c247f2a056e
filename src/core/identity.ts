// Names a dataset so that the same sources get the same id in every scan.
// Must not know counts.

import type { Claim } from './claims';
import { splitOfWord } from './detect/splits';
import { baseName, isBelow, parentPath } from './paths';

/** Hands out ids, unique within one scan: `coco:annotations/instances_train.json`, `delimited:train.csv#column:species`. */
export class DatasetIds {
  readonly #used = new Map<string, number>();

  of(claim: Claim): string {
    const reading = claim.reading === undefined ? '' : `#${claim.reading.id}`;
    const id = `${claim.format}:${placeOf(claim)}${reading}`;
    const times = (this.#used.get(id) ?? 0) + 1;
    this.#used.set(id, times);
    return times === 1 ? id : `${id}~${times}`;
  }
}

/** The first file, or the folder that all folder sources share. */
function placeOf(claim: Claim): string {
  const first = claim.sources.at(0);
  if (first === undefined || first.path === '') return '.';
  if (first.kind === 'file' || claim.sources.length === 1) return first.path;
  let shared = parentPath(first.path);
  while (shared !== '' && !claim.sources.every((source) => isBelow(source.path, shared))) {
    shared = parentPath(shared);
  }
  return shared === '' ? '.' : shared;
}

/** File names that say nothing by themselves. */
const generic: ReadonlySet<string> = new Set([
  'annotations',
  'annotation',
  'ann',
  'classes',
  'data',
  'dataset',
  'gt',
  'instances',
  'label',
  'labels',
  'metadata',
]);

/** The claim's name; a file such as `train.txt` or `labels.csv` is named with its folder. */
export function nameOf(claim: Claim): string {
  const file = claim.sources.length === 1 ? claim.sources.at(0) : undefined;
  if (file?.kind !== 'file' || claim.name !== baseName(file.path)) return claim.name;
  const stem = claim.name.replace(/(\.[^.]+)?(\.gz)?$/i, '').toLowerCase();
  const folder = baseName(parentPath(file.path));
  const isGeneric = generic.has(stem) || splitOfWord(stem) !== undefined;
  return isGeneric && folder !== '' ? `${folder}/${claim.name}` : claim.name;
}
