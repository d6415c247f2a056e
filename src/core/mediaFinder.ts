// Finds the media file of a sample in the walked tree: by the path that the label file writes, else by its own name.
// Must not know formats; opens no file and never answers a path outside the root.

import { isImage } from './detect/media';
import type { FolderView } from './folderView';
import { baseName, joinPath, parentPath, resolvePath } from './paths';
import type { Sample } from './samples';

/** Searches of the whole tree that may fail before no more are made. */
const searchesAllowed = 50;

/** What of a sample says where its media file is. */
export type SampleMedia = Pick<Sample, 'file' | 'path' | 'line'>;

/** Looks media files up; folders that helped once are tried first. */
export class MediaFinder {
  readonly #listings = new Map<string, FolderListing | undefined>();
  /** Folders that written paths were relative to, the latest first. */
  readonly #bases: string[] = [];
  /** Folder of media by folder of label files. */
  readonly #beside = new Map<string, string>();
  #failures = 0;

  constructor(private readonly root: FolderView) {}

  /** True where so many searches failed that no more were made: files that are there may not have been found. */
  get gaveUp(): boolean {
    return this.#failures >= searchesAllowed;
  }

  /** The path from the root; undefined where the file is not in the workspace. */
  find({ file, path, line }: SampleMedia): string | undefined {
    if (path !== undefined) return this.#written(path, parentPath(file));
    if (line !== undefined) return undefined;
    return isImage(file) && !isMaskFolder(parentPath(file)) ? file : this.#sameName(file);
  }

  #written(written: string, folder: string): string | undefined {
    for (const base of this.#bases) {
      const path = this.#at(base, written);
      if (path !== undefined) return path;
    }
    if (this.#failures >= searchesAllowed) return undefined;
    const base = this.#baseOf(written, folder);
    if (base === undefined) {
      this.#failures += 1;
      return undefined;
    }
    this.#bases.unshift(base);
    return this.#at(base, written);
  }

  /** The nearest folder below which the written path exists: upwards from the label file, then anywhere below that. */
  #baseOf(written: string, folder: string): string | undefined {
    for (let at = folder; ; at = parentPath(at)) {
      if (this.#at(at, written) !== undefined) return at;
      if (at === '') break;
    }
    // Looked up in the walked names themselves: sets of a whole tree's names would not be small.
    const below = resolvePath('', written.trim().replaceAll('\\', '/').replace(/^\/+/, ''));
    if (below === undefined) return undefined;
    for (const view of (this.root.at(parentPath(folder)) ?? this.root).walk()) {
      if (view.has(below)) return view.path;
    }
    return undefined;
  }

  /** The written path below a folder, also without its first parts, as with `/data/train/1.jpg`. */
  #at(base: string, written: string): string | undefined {
    let text = written
      .trim()
      .replaceAll('\\', '/')
      .replace(/^[a-z]:/i, '');
    for (;;) {
      const path = resolvePath(base, text.replace(/^\/+/, ''));
      if (path !== undefined && this.#has(path)) return path;
      if (!/^(?:\/|\.\.?\/|[a-z]:)/i.test(text)) return undefined;
      text = text.replace(/^\/*[^/]+/, '');
      // A bare name may be another image's: the folder before it must fit too.
      if (!/[^/]\/[^/]/.test(text)) return undefined;
    }
  }

  /** The image that is called as the label file: beside it, or in the folder of images that belongs to its folder. */
  #sameName(file: string): string | undefined {
    const folder = parentPath(file);
    const stem = stemOf(file);
    const known = this.#beside.get(folder);
    const likely = known === undefined ? undefined : this.#imageIn(known, stem);
    if (likely !== undefined) return likely;
    if (this.#failures >= searchesAllowed) return undefined;
    for (const images of foldersOfImages(folder, this.root)) {
      const path = this.#imageIn(images, stem);
      // A mask is no image of its own.
      if (path === undefined || path === file) continue;
      this.#beside.set(folder, images);
      return path;
    }
    this.#failures += 1;
    return undefined;
  }

  #imageIn(folder: string, stem: string): string | undefined {
    const name = this.#listing(folder)?.byStem.get(stem);
    return name === undefined ? undefined : joinPath(folder, name);
  }

  #has(path: string): boolean {
    return this.#listing(parentPath(path))?.names.has(baseName(path)) === true;
  }

  #listing(folder: string): FolderListing | undefined {
    if (!this.#listings.has(folder)) {
      const files = this.root.at(folder)?.files;
      this.#listings.set(folder, files === undefined ? undefined : listingOf(files));
    }
    return this.#listings.get(folder);
  }
}

interface FolderListing {
  readonly names: ReadonlySet<string>;
  /** Images by the name that labels of theirs have. */
  readonly byStem: ReadonlyMap<string, string>;
}

function listingOf(files: readonly string[]): FolderListing {
  const images = files.filter((name) => isImage(name) && !name.startsWith('.'));
  return { names: new Set(files), byStem: new Map(images.map((name) => [stemOf(name), name])) };
}

const labelFolder =
  /^(?:labels?|annotations?|annots?|anns?|ann|json|jsons|xmls?|masks?|gt|gtfine|gtcoarse|segmentation(?:class|object)?(?:raw|aug)?|label_\d|.*[_-](?:labels?|masks?|annot))$/i;
const imageFolder = /^(?:images?|imgs?|jpegimages|pictures|photos|rgb|leftimg8bit|image_\d|data)$/i;

function isMaskFolder(folder: string): boolean {
  return folder.split('/').some((part) => labelFolder.test(part));
}

/** The folder itself, then those where a folder of labels on the way is replaced by one of images beside it. */
function* foldersOfImages(folder: string, root: FolderView): Generator<string> {
  yield folder;
  const parts = folder.split('/');
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    if (!labelFolder.test(parts[at])) continue;
    const above = parts.slice(0, at).join('/');
    const below = parts.slice(at + 1);
    for (const sibling of root.at(above)?.folders ?? []) {
      if (imageFolder.test(sibling.name)) yield [sibling.path, ...below].join('/');
    }
    yield [above, ...below].filter((part) => part !== '').join('/');
  }
  for (const sibling of root.at(folder)?.parent?.folders ?? []) yield sibling.path;
}

/** A name without its extension, and without what masks of an image put behind its name. */
function stemOf(path: string): string {
  return baseName(path)
    .replace(/\.[^.]+$/, '')
    .replace(
      /(?:_gt(?:Fine|Coarse))?_(?:labelTrainIds|labelIds|instanceIds|color|polygons|atr)$/,
      '',
    )
    .replace(/_(?:mask|leftImg8bit)$/, '')
    .replace(/\.(?:jpe?g|png|bmp|tiff?|webp)$/i, '');
}
