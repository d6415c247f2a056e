// Small tables beside a list of labels: which image is in which split.
// Must not know formats.

import { LabelTable } from '../bytes/labelTable';
import { LineSplitter } from '../bytes/text';
import { splitOfWord } from '../detect/splits';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { extensionOf } from '../paths';
import type { ByteInput } from '../ports';
import type { Tally } from '../tally';
import { feedText } from './eachLine';
import { Fields, textOf } from './fields';

/** What the digits of CelebA's partition mean. */
export const partitionSplits: readonly SplitName[] = ['train', 'val', 'test'];

/** Path of CelebA's and DeepFashion's `list_eval_partition.txt`, or Kaggle's `.csv`, in the folder, the one above, or one beside (`Anno`, `Eval`). */
export function partitionNear(
  folder: FolderView | undefined,
  extension: string,
): string | undefined {
  const name = `list_eval_partition${extension}`;
  return [folder, folder?.parent, ...(folder?.parent?.folders ?? [])]
    .find((place) => place?.files.includes(name) === true)
    ?.pathOf(name);
}

const COMMA = 44;
/** Names of images that are kept, at most. */
const maxImages = 1 << 22;

/** The split of each image, by the image's id as bytes. */
export class ImageSplits {
  readonly #images = new LabelTable({ maxLabels: maxImages, maxBytes: 1 << 26 });
  #marks = new Uint8Array(1024);

  /** `names`: the split that each digit means, and the splits that words may name. */
  constructor(private readonly names: readonly SplitName[]) {}

  /** Reads lines of an image and a digit or, last, a word, with blanks between them, or in a CSV a comma. */
  async read(path: string, input: ByteInput, tally: Tally, signal: AbortSignal): Promise<void> {
    let line = 0;
    let left = 0;
    const fields = new Fields();
    const isCsv = extensionOf(path) === '.csv';
    const splitter = new LineSplitter({
      onLine: (bytes, start, end) => {
        line += 1;
        const count = isCsv
          ? fields.cutAt(COMMA, bytes, start, end)
          : fields.cutBlanks(bytes, start, end);
        if (count < 2) return;
        const image = this.#images.indexOf(bytes, fields.starts[0], fields.ends[0]);
        const at = count - 1;
        if (image >= 0) this.#mark(image, this.#markOf(bytes, fields.starts[at], fields.ends[at]));
        else left += 1;
      },
    });
    await feedText(path, input, tally, signal, splitter);
    if (left === 0) return;
    const message = `The last ${left} images of the list are more than are kept (${maxImages}, or 64 MiB of names); they count as of no split.`;
    const place = { file: path, line: line - left + 1, column: 1 };
    tally.problem({ code: 'too-many-images', severity: 'warning', ...place, message });
  }

  /** The split of `bytes[start, end)`; undefined where the table does not name it. */
  of(bytes: Uint8Array, start: number, end: number): SplitName | undefined {
    const known = this.#images.size;
    const image = this.#images.indexOf(bytes, start, end);
    if (image < 0 || image >= known || this.#marks[image] === 0) return undefined;
    return this.names[this.#marks[image] - 1];
  }

  #markOf(bytes: Uint8Array, start: number, end: number): number {
    if (end - start === 1) return bytes[start] - 47;
    const split = splitOfWord(textOf(bytes, start, end));
    return split === undefined ? 0 : this.names.indexOf(split) + 1;
  }

  #mark(image: number, mark: number): void {
    if (image >= this.#marks.length) {
      const larger = new Uint8Array(Math.max(image + 1, this.#marks.length * 2));
      larger.set(this.#marks);
      this.#marks = larger;
    }
    this.#marks[image] = mark >= 1 && mark <= this.names.length ? mark : 0;
  }
}
