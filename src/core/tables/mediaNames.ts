// Whether names without an extension are those of media files near a list.
// Must not know what else a list holds.

import type { FolderView } from '../folderView';
import { type Media, mediaOfPath } from './columnProfile';

/** Names that are looked for. */
const mostNames = 20;

/**
 * The media of files that are called so but for their extension, in the folder, below it, or in the folders beside it;
 * undefined unless nearly all are there.
 */
export function mediaNamed(names: readonly string[], folder: FolderView): Media | undefined {
  const wanted = new Set(names.slice(0, mostNames));
  const least = wanted.size * 0.9;
  const found = new Map<string, Media>();
  for (const place of [folder, ...(folder.parent?.folders ?? [])]) {
    for (const { files } of place.walk()) {
      for (const file of files) {
        const media = mediaOfPath(file);
        const name = file.slice(0, file.lastIndexOf('.'));
        if (media !== undefined && wanted.has(name)) found.set(name, media);
      }
      if (found.size === wanted.size) return found.get(names[0]);
    }
  }
  return found.size >= least && wanted.size > 0 ? [...found.values()][0] : undefined;
}
