// Which label files a YOLO dataset counts and how many images have none: pairs folders of images with folders of labels.
// Must not know rows; opens no label file.

import { isNamesFile } from '../detect/namesFile';
import { isImage } from '../detect/media';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { joinPath, parentPath } from '../paths';
import type { Problem } from '../problems';
import { sieve } from '../sieve';
import { labelFolderOf, LabelLookup, PathFinder, stemOf } from './yoloPaths';

/** A part of a dataset: a folder of images with its folder of labels, or a list of images. */
export interface YoloEntry {
  readonly split: SplitName;
  /** Folder of images, with everything below it; absent where the images lie elsewhere. */
  readonly images?: string;
  /** Folder of labels. */
  readonly labels?: string;
  /** Text file that lists images. */
  readonly list?: string;
  /** Images that the description itself lists. */
  readonly files?: readonly string[];
  /** The path as the description has it, where it only fits in part. */
  readonly written?: string;
  /** True where only the folders themselves are meant, not those below. */
  readonly shallow?: boolean;
}

/** The label files of an entry. */
export interface YoloFiles {
  readonly split: SplitName;
  readonly labels: readonly string[];
  /** Images without a label file: backgrounds. */
  readonly backgrounds: readonly string[];
  readonly problems: readonly Problem[];
}

const ending = '.txt';
/** Lists and notes; `train_001.txt` is of the image `train_001.jpg`. */
const notLabels =
  /^(?!(?:train|valid|val|test)[_-]\d+\.txt$)(?:read[-_ ]?me|licen[cs]e|notes?|data|dataset|info|train|val|valid|test|trainval|_darknet|.*requirements).*\.txt$/i;

/** True for a text file that may hold the labels of one image. */
export function isLabelFile(name: string): boolean {
  return name.endsWith(ending) && !name.startsWith('.') && !isNamesFile(name);
}

/** True for a text file that, unless an image is called like it, holds something else than labels. */
export function isNote(name: string): boolean {
  return notLabels.test(name);
}

/** Label files of a folder entry. */
export function filesOfFolder(tree: FolderView, entry: YoloEntry): YoloFiles {
  const images = entry.images === undefined ? undefined : tree.at(entry.images);
  const labels: string[] = [];
  const problems: Problem[] = [];
  const backgrounds: string[] = [];
  const used = new Set<FolderView>();
  for (const folder of withImages(images, entry.shallow === true)) {
    const path =
      entry.shallow === true && entry.labels !== undefined
        ? entry.labels
        : labelFolderOf(folder.path);
    const beside = tree.at(path);
    if (beside !== undefined) used.add(beside);
    const pair = pairUp(folder, beside);
    for (const label of pair.labels) labels.push(label);
    for (const image of pair.backgrounds) backgrounds.push(image);
    problems.push(...pair.problems);
  }
  const alone = entry.labels === undefined ? undefined : tree.at(entry.labels);
  for (const folder of belowOf(alone, entry.shallow === true)) {
    if (used.has(folder)) continue;
    const files = folder.files.filter((name) => isLabelFile(name) && !isNote(name));
    if (files.length === 0) continue;
    labels.push(...files.map((name) => folder.pathOf(name)));
    problems.push(imagesElsewhere(folder.path, files.length));
  }
  return { split: entry.split, labels, backgrounds, problems };
}

function belowOf(folder: FolderView | undefined, shallow: boolean): Iterable<FolderView> {
  if (folder === undefined) return [];
  return shallow ? [folder] : folder.walk();
}

function* withImages(folder: FolderView | undefined, shallow: boolean): Generator<FolderView> {
  for (const at of belowOf(folder, shallow)) if (at.files.some(isImage)) yield at;
}

/** Labels of the images in one folder. Labels without an image are left out, as the trainer never sees them. */
function pairUp(images: FolderView, labels: FolderView | undefined): Omit<YoloFiles, 'split'> {
  const known = new LabelNames(sieve(labels?.files ?? [], isLabelFile));
  const matched: string[] = [];
  const backgrounds: string[] = [];
  for (const name of images.files) {
    if (!isImage(name) || name.startsWith('.')) continue;
    const label = known.find(stemOf(name));
    if (label === undefined) {
      backgrounds.push(images.pathOf(name));
      continue;
    }
    matched.push(label);
  }
  const orphans = known.unused.filter((name) => !isNote(name));
  const prefix = joinPath(labels?.path ?? '', '');
  const pathOf = (name: string): string => prefix + name;
  if (orphans.length > matched.length) {
    const problems = [imagesElsewhere(labels?.path ?? '', orphans.length)];
    return { labels: [...matched, ...orphans].map(pathOf), backgrounds, problems };
  }
  const problems = orphans.map((name): Problem => ({
    code: 'label-without-image',
    severity: 'warning',
    file: pathOf(name),
    message: `No image belongs to ${name}, so a trainer never reads it; it is not counted.`,
  }));
  return { labels: matched.map(pathOf), backgrounds, problems };
}

/** Label files of a folder by the stems of images, which mostly come in the same order. Answers names as the walk has them. */
class LabelNames {
  readonly #used: Uint8Array;
  #places: Map<string, number> | undefined;
  /** Where the last one was found. */
  #at = 0;

  constructor(private readonly names: readonly string[]) {
    this.#used = new Uint8Array(names.length);
  }

  find(stem: string): string | undefined {
    const next = this.#fits(this.#at, stem) ? this.#at : this.#at + 1;
    const place = this.#fits(next, stem) ? next : this.#search(stem);
    if (place === undefined) return undefined;
    this.#at = place;
    this.#used[place] = 1;
    return this.names[place];
  }

  /** Those that no stem has found. */
  get unused(): string[] {
    return this.names.filter((_, at) => this.#used[at] === 0);
  }

  #fits(at: number, stem: string): boolean {
    const name = this.names.at(at);
    return name?.length === stem.length + ending.length && name.startsWith(stem);
  }

  /** 100,000 names are hashed only where a stem is out of order. */
  #search(stem: string): number | undefined {
    this.#places ??= new Map(this.names.map((name, at) => [name, at]));
    return this.#places.get(stem + ending);
  }
}

function imagesElsewhere(folder: string, count: number): Problem {
  const message = `${count} label files have no image in this workspace; all are counted, images without labels are not known.`;
  return { code: 'images-missing', severity: 'information', file: folder, message };
}

/** Label files of a list entry; `lines` are the paths in it. */
export function filesOfList(
  tree: FolderView,
  entry: YoloEntry,
  lines: readonly string[],
  bases: readonly string[],
): YoloFiles {
  const list = entry.list ?? '';
  const finder = new PathFinder(tree, [parentPath(list), ...bases]);
  const lookup = new LabelLookup(tree);
  const labels: string[] = [];
  const backgrounds: string[] = [];
  const problems: Problem[] = [];
  lines.forEach((written, index) => {
    const text = written.trim().replaceAll('\\', '/');
    if (text === '') return;
    const cut = text.lastIndexOf('/');
    const folder = cut <= 0 ? { path: parentPath(list) } : finder.folder(text.slice(0, cut));
    const image = joinPath(folder?.path ?? '?', text.slice(cut + 1));
    const label = folder === undefined ? undefined : lookup.labelOf(image);
    if (label !== undefined) labels.push(label);
    else if (folder !== undefined && lookup.has(image)) backgrounds.push(image);
    else problems.push(notFound(list, index + 1, text));
  });
  return { split: entry.split, labels, backgrounds, problems };
}

function notFound(file: string, line: number, path: string): Problem {
  const message = `Neither the image ${path} nor its labels are in this workspace; it is not counted.`;
  const place = file === '' ? {} : { file, line, column: 1 };
  return { code: 'listed-file-missing', severity: 'warning', ...place, message };
}

/**
 * Leaves out what an earlier part of the same dataset has counted. A list that names an image twice counts it twice,
 * as the trainer sees it twice.
 */
export function withoutRepeats(parts: readonly YoloFiles[]): readonly YoloFiles[] {
  if (parts.length === 1) return parts;
  const seen = new Set<string>();
  return parts.map((part) => {
    const labels = part.labels.filter((path) => !seen.has(path));
    for (const path of labels) seen.add(path);
    const repeated = part.labels.length - labels.length;
    if (repeated === 0) return part;
    const message = `${repeated} label files of ${part.split} belong to an earlier part too; they are counted once, there.`;
    const problem: Problem = { code: 'splits-overlap', severity: 'warning', message };
    const backgrounds = labels.length === 0 ? [] : part.backgrounds;
    return { ...part, labels, backgrounds, problems: [...part.problems, problem] };
  });
}
