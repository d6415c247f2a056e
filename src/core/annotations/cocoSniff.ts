// Judges from a few pieces of a JSON file whether it is COCO, and what its annotations carry.
// Must not know names or folders, nor count anything.

import { JsonTokenizer } from '../bytes/json';
import type { JsonHandler, JsonKind } from '../bytes/jsonTypes';
import { isPacked } from '../paths';
import { isImage } from '../detect/media';
import type { Head, FolderView } from '../folderView';
import { categoryIds, categoryNames } from './cocoFields';
import type { CocoCounting } from './cocoReader';

/** What a COCO file is about. */
export interface CocoSniff {
  readonly counting: CocoCounting;
  /** True where the lists of a COCO file and annotations with categories were seen themselves. */
  readonly sure: boolean;
  /** Ids and names of the categories, where all of them lie in the first bytes. */
  readonly categories?: ReadonlyMap<string, string>;
}

const pieces = 8;
const pieceBytes = 16 * 1024;
const lists = ['images', 'annotations', 'categories'] as const;

/** Undefined where the file is no COCO file, or one without categories (captions, SA-1B, image lists). */
export async function sniffCoco(
  folder: FolderView,
  path: string,
  head: Head,
): Promise<CocoSniff | undefined> {
  const keys = keysOf(head.bytes);
  const found = lists.filter((list) => isList(keys, list));
  const others = lists.filter((list) => keys.top.has(list) && !found.includes(list));
  if (others.length > 0 || found.length === 0) return undefined;
  if (head.complete) return complete(keys, found.length);
  if (found.length < 2 && !keys.top.has('info') && !looksLikeList(keys)) return undefined;
  // What lies further on in a packed file cannot be looked at alone.
  return partial(keys, isPacked(path) ? new Set() : await wordsIn(folder, path, head));
}

/** AnimalPose gives `images` as an object of id and file. */
function isList({ top, image, files }: Keys, list: (typeof lists)[number]): boolean {
  if (top.get(list) === 'array') return true;
  if (list !== 'images' || top.get(list) !== 'object') return false;
  return files.length > 0 ? files.every(isImage) : image.has('file_name');
}

/** Captions: some tools give them a category 0 all the same. */
function areCaptions(annotation: ReadonlySet<string>): boolean {
  return annotation.has('caption') && !annotation.has('bbox') && !annotation.has('segmentation');
}

function complete(keys: Keys, found: number): CocoSniff | undefined {
  const { annotation, top } = keys;
  if (found < 2 || !top.has('annotations')) return undefined;
  const isEmpty = annotation.size === 0;
  if (areCaptions(annotation)) return undefined;
  if (isEmpty && keys.categories.size === 0) return undefined;
  if (!isEmpty && !annotation.has('category_id') && !annotation.has('segments_info'))
    return undefined;
  return { counting: countingOf(annotation), sure: !isEmpty, categories: keys.categories };
}

function partial(keys: Keys, words: ReadonlySet<string>): CocoSniff | undefined {
  const annotation = new Set([...keys.annotation, ...words]);
  if (!annotation.has('category_id') || areCaptions(annotation)) return undefined;
  const sure = keys.annotation.has('category_id') || annotation.has('image_id');
  return { counting: countingOf(annotation), sure };
}

function countingOf(annotation: ReadonlySet<string>): CocoCounting {
  if (annotation.has('segments_info')) return 'segments';
  const hasShape = ['bbox', 'segmentation', 'keypoints', 'area'].some((key) => annotation.has(key));
  return hasShape || annotation.size === 0 ? 'objects' : 'images';
}

/** A list of images or annotations that fills the first bytes alone. */
function looksLikeList({ image, files, annotation }: Keys): boolean {
  const hasIds = image.has('id') || image.has('image_id');
  return (image.has('file_name') && hasIds) || files.length > 0 || annotation.has('image_id');
}

const words = [
  'caption',
  'category_id',
  'image_id',
  'bbox',
  'segmentation',
  'segments_info',
  'keypoints',
  'area',
];

/** Keys that occur in pieces from the middle and the end of a large file. */
async function wordsIn(folder: FolderView, path: string, head: Head): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  for (let piece = 1; piece <= pieces; piece += 1) {
    const end = Math.floor((head.size * piece) / pieces);
    const bytes = await folder.bytesAt(path, Math.max(0, end - pieceBytes), end);
    const text = new TextDecoder('latin1').decode(bytes);
    for (const word of words) if (text.includes(`"${word}"`)) found.add(word);
  }
  return found;
}

interface Keys {
  readonly top: ReadonlyMap<string, JsonKind>;
  /** Keys of the elements of the three lists. */
  readonly image: ReadonlySet<string>;
  /** Files of `images` where that is an object of id and file. */
  readonly files: readonly string[];
  readonly annotation: ReadonlySet<string>;
  readonly categories: ReadonlyMap<string, string>;
}

/** Reads the first bytes of a JSON text; where they end in the middle, as far as they go. */
function keysOf(bytes: Uint8Array): Keys {
  const collector = new KeyCollector();
  new JsonTokenizer(collector).feed(bytes);
  return collector;
}

class KeyCollector implements JsonHandler, Keys {
  readonly top = new Map<string, JsonKind>();
  readonly image = new Set<string>();
  readonly files: string[] = [];
  readonly annotation = new Set<string>();
  readonly categories = new Map<string, string>();
  #depth = 0;
  #list = '';
  #key = '';
  readonly #category = new Map<string, string>();

  want(kind: JsonKind): boolean {
    if (this.#depth === 0) return kind === 'object';
    if (this.#depth === 1) {
      this.top.set(this.#list, kind);
      const isKnown = (lists as readonly string[]).includes(this.#list);
      return isKnown && (kind === 'array' || (kind === 'object' && this.#list === 'images'));
    }
    if (this.#depth === 2) return kind === 'object' || (kind === 'string' && this.#areNamed);
    return this.#list === 'categories' && (kind === 'string' || kind === 'number');
  }

  /** Inside an object of id and file. */
  get #areNamed(): boolean {
    return this.#list === 'images' && this.top.get('images') === 'object';
  }

  onStartObject(): void {
    this.#depth += 1;
  }

  onEndObject(): void {
    this.#depth -= 1;
    if (this.#list !== 'categories' || this.#depth !== 2) return;
    const first = (keys: readonly string[]): string | undefined =>
      keys.map((key) => this.#category.get(key)).find((text) => text !== undefined);
    this.categories.set(first(categoryIds) ?? '', first(categoryNames) ?? '');
    this.#category.clear();
  }

  onStartArray(): void {
    this.#depth += 1;
  }

  onEndArray(): void {
    this.#depth -= 1;
  }

  onKey(bytes: Uint8Array, start: number, end: number): void {
    this.#key = new TextDecoder().decode(bytes.subarray(start, end));
    if (this.#depth === 1) this.#list = this.#key;
    else if (this.#depth === 2) return;
    else if (this.#list === 'images') this.image.add(this.#key);
    else if (this.#list === 'annotations') this.annotation.add(this.#key);
  }

  onString(bytes: Uint8Array, start: number, end: number): void {
    const text = new TextDecoder().decode(bytes.subarray(start, end));
    if (this.#list === 'images') this.files.push(text);
    else this.#category.set(this.#key, text);
  }

  onNumber(bytes: Uint8Array, start: number, end: number): void {
    this.onString(bytes, start, end);
  }

  onLiteral(): void {
    // No literal says anything about the shape of the file.
  }
}
