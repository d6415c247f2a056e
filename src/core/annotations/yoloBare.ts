// Finds YOLO label folders that no data.yaml or obj.data describes: by their names, the images they fit, and their rows.
// Must not know how they are counted.

import { isJunkFolder, splitOfFolder } from '../detect/folderWords';
import { isImage } from '../detect/media';
import { namesNear } from '../detect/namesFile';
import { splitOfFileName } from '../detect/splits';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { isLabelFile, isNote } from './yoloFiles';
import { stemOf } from './yoloPaths';
import { sniffRows } from './yoloSniff';

/** A folder of label files. */
export interface BareFolder {
  readonly labels: FolderView;
  /** The folder of their images, if it is there. */
  readonly images?: FolderView;
  readonly split: SplitName;
  /** The folder of the dataset it is a part of. */
  readonly base: FolderView;
  /** Fields of a pose row, 0 for boxes and polygons. */
  readonly poseFields: number;
}

const labelWord =
  /^(?:labels?|labels?[_-]?(?:txt|yolo)|yolo[_-]?labels?|annotations?|anns?|annots?|txts?|bbox_txt)$/i;
const imageWord = /^(?:images?|imgs?|jpegimages|photos?|pictures?|pics?|frames?)$/i;
const stemsCompared = 10;
/** Folders beside a folder of labels that may hold its images; among more it is one of many classes. */
const siblingsTried = 20;
const sampled = 6;

/** Every such folder below `root`; `isTaken` tells folders that a description has claimed already. */
export async function* bareFolders(
  root: FolderView,
  isTaken: (path: string) => boolean,
  signal: AbortSignal,
): AsyncGenerator<BareFolder> {
  for (const folder of root.walk()) {
    signal.throwIfAborted();
    if (isJunkFolder(folder.name) || isTaken(folder.path)) continue;
    const files = folder.labelFiles.filter(isLabelFile);
    if (files.length === 0) continue;
    const images = imagesOf(folder, files);
    if (images === undefined && labelPart(folder) === undefined && namesNear(folder) === undefined)
      continue;
    const sniffed = await folderLookedAt(folder, signal, async () => {
      return (await sniff(folder, files)) ?? (await sniff(folder, withoutNotes(files, images)));
    });
    if (sniffed === undefined) continue;
    yield { labels: folder, images, ...placeOf(folder), poseFields: sniffed };
  }
}

/** Reads the heads of a few files; the pose fields, or undefined where these are no YOLO rows. */
async function sniff(folder: FolderView, files: readonly string[]): Promise<number | undefined> {
  const step = Math.max(1, Math.floor(files.length / 64));
  const texts: Uint8Array[] = [];
  for (let at = 0; at < files.length && texts.length < sampled; at += step) {
    const head = await folder.head(files[at]);
    if (head === undefined || head.bytes.length === 0) continue;
    const whole = head.complete ? head.bytes.length : head.bytes.lastIndexOf(10) + 1;
    texts.push(head.bytes.subarray(0, whole));
  }
  return sniffRows(texts);
}

/** The files that an image is named like; where there are no images, those that are not named like a note. */
function withoutNotes(files: readonly string[], images: FolderView | undefined): readonly string[] {
  if (images === undefined) return files.filter((name) => !isNote(name));
  const stems = stemsOf(images);
  return files.filter((name) => stems.has(stemOf(name)));
}

/** The images whose names the label files carry: in the same folder, its counterpart, or a folder beside it. */
function imagesOf(folder: FolderView, files: readonly string[]): FolderView | undefined {
  const siblings = folder.parent?.folders ?? [];
  const candidates = [folder, ...counterparts(folder)];
  if (siblings.length <= siblingsTried) candidates.push(...siblings);
  if (folder.parent !== undefined) candidates.push(folder.parent);
  return candidates.find((candidate) => fits(candidate, files));
}

function fits(images: FolderView, files: readonly string[]): boolean {
  if (!images.files.some(isImage)) return false;
  const stems = stemsOf(images);
  const step = Math.max(1, Math.floor(files.length / stemsCompared));
  const some = files.filter((_, index) => index % step === 0);
  return some.some((name) => stems.has(stemOf(name)));
}

function stemsOf(images: FolderView): ReadonlySet<string> {
  return new Set(images.files.filter(isImage).map(stemOf));
}

/** `labels/train` -> `images/train`, `Annotations` -> `Images`, whatever the images' folder is called. */
function counterparts(folder: FolderView): FolderView[] {
  const part = labelPart(folder);
  const parent = part?.parent;
  if (part === undefined || parent === undefined) return [];
  const rest = folder.path.slice(part.path.length + 1);
  return parent.folders
    .filter((other) => imageWord.test(other.name))
    .flatMap((other) => other.at(rest) ?? []);
}

/** The innermost folder, at or above this one, that is named like a folder of labels. */
function labelPart(folder: FolderView): FolderView | undefined {
  for (let at: FolderView | undefined = folder; at !== undefined; at = at.parent) {
    if (at.parent !== undefined && labelWord.test(at.name)) return at;
  }
  return undefined;
}

function placeOf(folder: FolderView): { split: SplitName; base: FolderView } {
  const part = labelPart(folder);
  const rest = part === undefined ? [] : folder.path.slice(part.path.length + 1).split('/');
  const inside = firstSplit(rest);
  const above = part === undefined ? folder : (part.parent ?? folder);
  const outer = splitOfName(above.name);
  if (inside !== undefined || outer === undefined || above.parent === undefined) {
    return { split: inside ?? 'all', base: above };
  }
  return { split: outer, base: above.parent };
}

function firstSplit(names: readonly string[]): SplitName | undefined {
  for (const name of names) {
    const split = splitOfName(name);
    if (split !== undefined) return split;
  }
  return undefined;
}

/** `train`, `train2017`, and Darknet's `obj_train_data`. */
function splitOfName(name: string): SplitName | undefined {
  return splitOfFolder(name) ?? (/^obj_/i.test(name) ? splitOfFileName(name) : undefined);
}
