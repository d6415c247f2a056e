// The pictures of one split of a dataset, with the classes of each: what a search for near-duplicates goes through.
// Must not know hashes.

import type { ClassSample } from '../../core/collectSamples';
import { isImage } from '../../core/detect/media';
import type { SplitName } from '../../core/model';

/** More pictures than this are not held: their names alone would fill the memory. */
export const mostPictures = 3_000_000;

/** There are more pictures than {@link mostPictures}. */
export class TooManyPictures extends Error {
  constructor() {
    super(
      `There are more than ${mostPictures} pictures: choose one split, or a part of the folder.`,
    );
  }
}

/** Takes samples as they are read; a picture that several samples share is one. */
export class PictureList {
  /** From the root, in the order of their first sample. */
  readonly paths: string[] = [];
  /** Indexes of {@link paths} by class. */
  readonly members: readonly number[][];
  /** Samples without a picture in the workspace. */
  withoutPicture = 0;
  readonly #known = new Map<string, number>();
  /** First class of each picture, -1 for none; and the others of those that have any, so that no class holds one twice. */
  readonly #first: number[] = [];
  readonly #others = new Map<number, Set<number>>();

  /** @param split one split, or `all`. */
  constructor(
    classes: number,
    private readonly split: SplitName,
  ) {
    this.members = Array.from({ length: classes }, () => []);
  }

  /** @throws TooManyPictures */
  take(sample: ClassSample): void {
    const { split, classes } = sample;
    if (this.split !== 'all' && split !== this.split) return;
    const { media } = sample;
    if (media === undefined || !isImage(media)) {
      this.withoutPicture += 1;
      return;
    }
    let picture = this.#known.get(media);
    if (picture === undefined) {
      if (this.paths.length >= mostPictures) throw new TooManyPictures();
      this.#known.set(media, (picture = this.paths.length));
      this.paths.push(media);
      this.#first.push(-1);
    }
    for (const index of classes) if (this.#isNew(picture, index)) this.members[index].push(picture);
  }

  #isNew(picture: number, index: number): boolean {
    const first = this.#first[picture];
    if (first === index) return false;
    if (first === -1) {
      this.#first[picture] = index;
      return true;
    }
    let others = this.#others.get(picture);
    if (others === undefined) this.#others.set(picture, (others = new Set<number>()));
    if (others.has(index)) return false;
    others.add(index);
    return true;
  }
}
