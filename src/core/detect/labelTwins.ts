// Label files in a folder of samples: anchors of other formats, and files called like the samples.
// Must not know which formats they are of, nor what lies in them.

import type { FolderView } from '../folderView';
import { isAnnotationFolder } from './folderWords';

/** Samples of a folder that are looked at for label files beside them. */
const twinsChecked = 10;
const labelFile = /\.(?:txt|xml|json)$/i;
const anchors =
  /^_annotations\.|^(?:data|dataset)\.ya?ml$|\.coco\.json$|_labels_metadata\.json$|^obj\.(?:data|names)$/i;

/** True where the folder holds the anchor of a format, or is one of label files. */
export function hasLabelFiles(folder: FolderView): boolean {
  return (
    folder.labelFiles.some((name) => anchors.test(name)) ||
    (isAnnotationFolder(folder.name) && folder.labelFiles.some((name) => labelFile.test(name)))
  );
}

/** True where half of the samples have label files of the same names beside them: a detection set, not a class. */
export function haveLabelsBeside(folder: FolderView, isSample: (name: string) => boolean): boolean {
  if (!folder.labelFiles.some((name) => labelFile.test(name))) return false;
  const samples = folder.files.filter((name) => isSample(name)).slice(0, twinsChecked);
  const stems = new Set(samples.map(stemOf));
  const twins = samples.filter((name) =>
    stemsOf(name, stems).some((one) => hasLabels(folder, one, name)),
  );
  return twins.length > 0 && twins.length * 2 >= samples.length;
}

/** The stem of a file, and what before a `_` in it is that of another: `1_seg.png` and `1_parts_1.png` belong to `1.jpg`. */
function stemsOf(name: string, stems: ReadonlySet<string>): string[] {
  const pieces = stemOf(name).split('_');
  const starts = pieces.map((_, at) => pieces.slice(0, at + 1).join('_'));
  return starts.filter((start) => stems.has(start));
}

function hasLabels({ files }: FolderView, of: string, name: string): boolean {
  const ends = ['.txt', '.xml', '.json'].filter((end) => !name.endsWith(end));
  return ends.some((end) => files.includes(of + end));
}

/** A file name without its extension. */
export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.');
  return dot <= 0 ? name : name.slice(0, dot);
}
