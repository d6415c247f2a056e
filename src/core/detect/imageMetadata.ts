// Which claims the metadata of an image folder speaks against: Hugging Face's loader takes labels from `metadata.csv` where there is
// one, and then none from the folders.
// Must not know any one format.

import { assertedFrom, type Claim } from '../claims';
import { baseName, isBelow, parentPath } from '../paths';

const metadataName = /^metadata\.(?:csv|jsonl|parquet)$/;

/** Tells claims on the folders of images that the labels of such a file describe. */
export function describedByMetadata(claims: readonly Claim[]): (claim: Claim) => boolean {
  const folders = claims.flatMap(({ unit, confidence, sources }) => {
    const isTold = unit === 'image' && confidence >= assertedFrom;
    return isTold && sources.every(({ path }) => metadataName.test(baseName(path)))
      ? sources.map(({ path }) => parentPath(path))
      : [];
  });
  return ({ unit, sources }) =>
    folders.length > 0 &&
    unit === 'image' &&
    sources.every(
      ({ kind, path }) => kind === 'folder' && folders.some((folder) => isBelow(path, folder)),
    );
}
