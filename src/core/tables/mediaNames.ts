// Whether names without an extension are those of media files near a list.
// Must not know what else a list holds.

import type { FolderView } from '../folderView';
import { type Media, mediaOfPath } from './columnProfile';

/** Names that are looked for. */
const mostNames = 20;

/**
 * The media of files that are called so but for their extension, in the folder, below it, in the one above or in the
 * folders beside it; undefined unless nearly all are there. `only`: files of this kind alone.
 */
export function mediaNamed(
  names: readonly string[],
  folder: FolderView,
  only?: Media,
): Media | undefined {
  const wanted = new Set(names.slice(0, mostNames));
  const least = wanted.size * 0.9;
  const found = new Map<string, Media>();
  for (const { files } of placesNear(folder)) {
    for (const file of files) {
      const media = mediaOfPath(file);
      if (media === undefined || (only !== undefined && media !== only)) continue;
      const name = file.slice(0, file.lastIndexOf('.'));
      if (wanted.has(name)) found.set(name, media);
    }
    if (found.size === wanted.size) return found.get(names[0]);
  }
  return found.size >= least && wanted.size > 0 ? [...found.values()][0] : undefined;
}

function* placesNear(folder: FolderView): Generator<FolderView> {
  yield* folder.walk();
  if (folder.parent === undefined) return;
  yield folder.parent;
  for (const beside of folder.parent.folders) if (beside !== folder) yield* beside.walk();
}
