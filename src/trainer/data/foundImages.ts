// Which samples of a dataset of images have their image in the workspace: the others are left out, and said.
// Must not know how images are read, nor formats.

import { isImage } from '../../core/detect/media';
import type { Entry, SkippedList } from './entry';
import { DataError } from './npyFile';

/** Samples as they were read. */
export interface Named {
  readonly entries: readonly Entry[];
  /** Of each entry, the file that its label file names; undefined where it names none. */
  readonly paths: readonly (string | undefined)[];
}

export interface FoundOptions {
  /** For people. */
  readonly name: string;
  /** The columns beside the path can be trained on in the images' stead. */
  readonly tabular: boolean;
  readonly skipped: SkippedList;
  readonly say: (message: string, level?: 'info' | 'warning') => void;
}

/**
 * The indexes of the samples to go on with: all, or those whose image is there where the samples are images.
 * @throws DataError where no image is there and nothing else can be trained on
 */
export function foundImages({ entries, paths }: Named, options: FoundOptions): readonly number[] {
  const all = entries.map((_, at) => at);
  const hasImage = ({ media }: Entry): boolean => media !== undefined && isImage(media);
  const missing = all.filter((at) => !hasImage(entries[at]));
  const areImages = missing.every((at) => {
    const path = paths[at];
    return path === undefined ? entries[at].line === undefined : isImage(path);
  });
  const { name, skipped, say } = options;
  if (missing.length === 0 || !areImages) return all;
  if (missing.length === all.length) {
    if (paths.includes(undefined)) return all;
    const what = `None of the ${all.length} image files that “${name}” names was found in the workspace`;
    if (!options.tabular) throw new DataError(`${what}, so that it cannot be trained on.`);
    say(`${what}: its other columns are trained on instead.`, 'warning');
    return all;
  }
  const reason = 'its image is not in the workspace';
  for (const at of missing) skipped.add(paths[at] ?? entries[at].file, reason);
  const first = paths[missing[0]] ?? entries[missing[0]].file;
  say(
    `${missing.length} of ${all.length} images are not in the workspace and are left out, “${first}” first.`,
    'warning',
  );
  const left = new Set(missing);
  return all.filter((at) => !left.has(at));
}
