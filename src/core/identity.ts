// Names a dataset so that the same sources get the same id in every scan.
// Must not know counts.

import type { Claim } from './claims';
import { isBelow, parentPath } from './paths';

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
