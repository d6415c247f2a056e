// Counts one COCO file as its bytes go by: images, annotations (or segments) and categories, in any order.
// Must not know files or detection; memory grows with images and classes, never with annotations' size.

import { type JsonRow, type JsonSelector, selectJson } from '../bytes/jsonSelect';
import type { Kernels, PairTables } from '../kernels';
import { plural } from '../plural';
import type { Severity } from '../problems';
import type { SplitTally, Tally } from '../tally';
import { CocoCategories, type Place, placeOf } from './cocoCategories';
import { categoryFields, idOf, idOfKey, imageFile, imageIds, ownId } from './cocoFields';
import { IdIndex } from './idIndex';
import { ImageClasses } from './imageClasses';

/** Memory for the exact number of images per class; beyond it that number is left out. */
const pairLimit = 96 * 1024 * 1024;

/** Category ids below this are looked up by their value. */
const quickIds = 4096;
/** Bytes that cannot hold so many annotations that a count of 32 bits overflows. */
const takenAfter = 2 ** 34;
/** Fields of annotations, in the order they are asked for. */
const pairFields = { kind: 'pairs', label: 0, image: 1, crowd: 2, ignored: 3 } as const;

/** What one annotation counts: an object, a segment of it, or the label of its image. */
export type CocoCounting = 'objects' | 'segments' | 'images';

/** Reads one file into a tally. Feed it, then end it. */
export class CocoReader {
  readonly #selector: JsonSelector;
  readonly #split: SplitTally;
  readonly #ids: IdIndex;
  /** Where a kernel counts too: the ids and pairs are kept in its tables. */
  readonly #shared: PairTables | undefined;
  readonly #pairs: ImageClasses;
  /** Images that the file lists: all up to an index, and 1 for each behind it. */
  #listedTo = 0;
  #listed = new Uint8Array(0);
  #images = 0;
  readonly #categories: CocoCategories;
  /** Label index by category id, and where each label is first seen. */
  readonly #labels = new Map<number | string, number>();
  /** Label index + 1 by category id, of small ids. */
  readonly #quickLabels: Int32Array;
  readonly #seen = new Map<number, Place>();
  /** Labels of the segments of the annotation that is being read. */
  #segments: number[] = [];
  /** Images in the file's order, where samples are observed. */
  readonly #told: { readonly index: number; readonly path: string }[] = [];
  #fed = 0;
  #crowds = 0;
  #ignored = 0;

  constructor(
    private readonly tally: Tally,
    split: string,
    private readonly file: string,
    private readonly counting: CocoCounting,
    kernels?: Kernels,
    limit = pairLimit,
  ) {
    this.#split = tally.split(split);
    this.#categories = new CocoCategories(tally, (...what) => {
      this.#problem(...what);
    });
    this.#selector = selectJson({
      kernels,
      onProblem: (problem) => {
        tally.problem({ ...problem, file });
      },
      rows: [
        {
          path: 'images[]',
          fields: tally.observer === undefined ? imageIds : [...imageIds, 'file_name'],
          onRow: (row) => {
            this.#image(row, ownId(row), () => row.text(imageFile));
          },
          ...(tally.observer === undefined && {
            onWholes: (values: Int32Array) => values[0] >= 0 && this.#list(values[0]) !== undefined,
          }),
        },
        {
          // AnimalPose: an object of id and file.
          path: 'images.*',
          fields: ['', 'file_name'],
          onRow: (row) => {
            const file = row.kind(0) === 'object' ? 1 : 0;
            this.#image(row, idOfKey(row.keyText(0)), () => row.text(file));
          },
        },
        {
          path: 'annotations[].segments_info[]',
          fields: ['category_id', 'iscrowd'],
          onRow: (row) => {
            this.#segment(row);
          },
        },
        {
          path: 'annotations[]',
          fields: ['category_id', 'image_id', 'iscrowd', 'ignore'],
          onRow: (row) => {
            this.#annotation(row);
          },
          onWholes: (values) => this.#wholeAnnotation(values),
          ...(tally.observer === undefined &&
            counting !== 'segments' && {
              counting: {
                ...pairFields,
                perImage: counting === 'images',
                leave: (id, image) => {
                  this.#count(this.#quickLabels[id] - 1, this.#ids.of(image));
                },
              },
            }),
        },
        {
          path: 'categories[]',
          fields: categoryFields,
          onRow: (row) => {
            this.#categories.add(row);
          },
        },
      ],
    });
    this.#shared = this.#selector.pairs;
    this.#ids = new IdIndex(this.#shared?.ids);
    this.#pairs = new ImageClasses(limit, this.#shared);
    this.#quickLabels = this.#shared?.labels ?? new Int32Array(quickIds);
    this.#share();
  }

  /** Where the next chunk is best put. */
  get room(): (() => Uint8Array) | undefined {
    return this.#selector.room;
  }

  feed(chunk: Uint8Array): void {
    this.#selector.feed(chunk);
    this.#fed += chunk.length;
    if (this.#fed >= takenAfter) this.#take();
  }

  /** Settles what is known only at the end: samples, images without annotations, unknown categories. */
  end(): void {
    this.#selector.end();
    this.#take();
    try {
      this.#settle();
    } finally {
      this.#selector.close();
    }
  }

  /** Counts what the kernel has counted by itself. */
  #take(): void {
    this.#fed = 0;
    const taken = this.#shared?.take();
    if (taken === undefined) return;
    const { counts, images, crowds, ignored, several } = taken;
    counts.forEach((objects, label) => {
      if (objects > 0) this.#split.add(label, objects);
      if (images[label] > 0 && this.counting !== 'images')
        this.#split.addImages(label, images[label]);
    });
    this.#crowds += crowds;
    this.#ignored += ignored;
    if (several && this.counting === 'images') this.tally.traits.add('multi-label');
  }

  /** The kernel keeps to the tables as they are now. */
  #share(): void {
    if (this.#shared === undefined) return;
    this.#shared.width = this.#pairs.width;
    this.#shared.run = this.#ids.run;
  }

  #settle(): void {
    const samples = this.#images > 0 ? this.#images : this.#ids.size;
    this.#split.samples += samples;
    this.#split.unlabelled += Math.max(0, samples - this.#labelledImages());
    this.#tell();
    this.#categories.declare(this.#labels, this.#seen);
    this.#sayUnlisted();
    this.#sayLeftOut();
  }

  /** Gives the samples: the images of the file, else those that its annotations name. */
  #tell(): void {
    const { recorder } = this.#split;
    if (recorder === undefined) return;
    for (const { index, path } of this.#told) {
      recorder.endParked(index, this.file, undefined, path === '' ? undefined : path);
    }
    if (this.#images > 0) return;
    for (let index = 0; index < this.#ids.size; index += 1) recorder.endParked(index, this.file);
  }

  #image(row: JsonRow, id: number | string | undefined, path: () => string): void {
    if (id === undefined) return;
    const index = this.#list(id);
    if (index === undefined) {
      this.#problem(
        'duplicate-image-id',
        'warning',
        `The image id ${id} occurs more than once; it is one sample.`,
        placeOf(row),
      );
      return;
    }
    if (this.#split.recorder !== undefined) this.#told.push({ index, path: path() });
  }

  /** The image's index; undefined where it is listed already. */
  #list(id: number | string): number | undefined {
    const index = this.#ids.of(id);
    this.#share();
    if (this.#isListed(index)) return undefined;
    this.#images += 1;
    if (index === this.#listedTo) {
      this.#listedTo += 1;
      return index;
    }
    if (index >= this.#listed.length) {
      const listed = new Uint8Array(Math.max(index + 1, this.#listed.length * 2));
      listed.set(this.#listed);
      this.#listed = listed;
    }
    this.#listed[index] = 1;
    return index;
  }

  #isListed(index: number): boolean {
    return index < this.#listedTo || this.#listed[index] === 1;
  }

  #segment(row: JsonRow): void {
    const label = this.#labelOf(row, 0);
    if (label !== undefined) this.#segments.push(label);
    if (row.number(1) === 1) this.#crowds += 1;
  }

  #annotation(row: JsonRow): void {
    const image = idOf(row, 1);
    const index = image === undefined ? undefined : this.#ids.of(image);
    if (this.counting === 'segments') {
      for (const label of this.#segments) this.#count(label, index);
      this.#segments = [];
      return;
    }
    const label = this.#labelOf(row, 0);
    if (label === undefined) {
      this.#problem(
        'no-category',
        'warning',
        'An annotation has no category_id; it is not counted.',
        placeOf(row),
      );
      return;
    }
    if (row.number(2) === 1 || row.kind(2) === 'true') this.#crowds += 1;
    if (row.number(3) === 1 || row.kind(3) === 'true') this.#ignored += 1;
    this.#count(label, index);
  }

  /** Counts an annotation of plain numbers whose category was seen before; false where its row is wanted. */
  #wholeAnnotation(values: Int32Array): boolean {
    const id = values[0];
    const label = isQuick(id) ? this.#quickLabels[id] - 1 : this.#labels.get(id);
    // Without an id the number is -1, which may be the id of a category too.
    if (id < 0 || label === undefined || label < 0 || this.counting === 'segments') return false;
    if (values[2] === 1) this.#crowds += 1;
    if (values[3] === 1) this.#ignored += 1;
    this.#count(label, values[1] < 0 ? undefined : this.#ids.of(values[1]));
    return true;
  }

  #count(label: number, image: number | undefined): void {
    if (image === undefined) {
      this.#split.add(label);
      this.#split.recorder?.drop();
      return;
    }
    const isNew = this.#pairs.add(image, label);
    this.#share();
    if (this.counting !== 'images') {
      this.#split.add(label);
      if (isNew) this.#split.addImages(label);
    } else if (isNew || !this.#pairs.complete) {
      this.#split.add(label);
      if (this.#pairs.classesOf(image) > 1) this.tally.traits.add('multi-label');
    }
    this.#split.recorder?.park(image);
  }

  #labelOf(row: JsonRow, field: number): number | undefined {
    const id = idOf(row, field);
    if (id === undefined) return undefined;
    let label = this.#labels.get(id);
    if (label === undefined) {
      label = this.tally.labels.indexOfText(String(id));
      this.#labels.set(id, label);
      this.#seen.set(label, placeOf(row));
      if (isQuick(id) && label < quickIds) this.#quickLabels[id] = label + 1;
    }
    return label;
  }

  #labelledImages(): number {
    return this.#images === 0 ? this.#pairs.images : this.#countListed(true);
  }

  /** Listed images with annotations, or annotated images that are not listed. */
  #countListed(listed: boolean): number {
    let images = 0;
    for (let index = 0; index < this.#ids.size; index += 1) {
      if (this.#isListed(index) === listed && this.#pairs.has(index)) images += 1;
    }
    return images;
  }

  #sayUnlisted(): void {
    const unlisted = this.#images === 0 ? 0 : this.#countListed(false);
    if (unlisted === 0) return;
    const message = plural(
      unlisted,
      'image has annotations but is not among the images of the file; its annotations are counted.',
      'images have annotations but are not among the images of the file; their annotations are counted.',
    );
    this.#problem('unlisted-image', 'warning', message);
  }

  #sayLeftOut(): void {
    if (this.#crowds > 0) {
      const message =
        `${this.#crowds} annotations are crowd regions (iscrowd = 1). They are counted; ` +
        'torchvision’s references, Detectron2 and YOLO converters leave them out of training.';
      this.#problem('crowd-regions', 'information', message);
    }
    if (this.#ignored > 0) {
      const message = `${this.#ignored} annotations are marked ignore = 1. They are counted; many trainers leave them out.`;
      this.#problem('ignored-annotations', 'information', message);
    }
    if (this.#pairs.complete) return;
    const what =
      this.counting === 'images'
        ? 'repeated labels of one image are counted each time'
        : 'the number of images per class is left out';
    this.tally.traits.add('no-images');
    this.#problem(
      'images-not-counted',
      'information',
      `The file has too many pairs of image and class; ${what}.`,
    );
  }

  #problem(code: string, severity: Severity, message: string, place?: Place): void {
    this.tally.problem({ code, severity, file: this.file, ...place, message });
  }
}

function isQuick(id: number | string): id is number {
  return typeof id === 'number' && id >= 0 && id < quickIds;
}
