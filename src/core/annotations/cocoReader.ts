// Counts one COCO file as its bytes go by: images, annotations (or segments) and categories, in any order.
// Must not know files or detection; memory grows with images and classes, never with annotations' size.

import { type JsonRow, type JsonSelector, selectJson } from '../bytes/jsonSelect';
import type { Kernels } from '../kernels';
import type { Severity } from '../problems';
import type { SplitTally, Tally } from '../tally';
import { IdIndex } from './idIndex';
import { ImageClasses } from './imageClasses';

/** Memory for the exact number of images per class; beyond it that number is left out. */
const pairLimit = 64 * 1024 * 1024;

/** Category ids below this are looked up by their value. */
const quickIds = 4096;

/** What one annotation counts: an object, a segment of it, or the label of its image. */
export type CocoCounting = 'objects' | 'segments' | 'images';

interface Category {
  readonly name: string;
  readonly parent: string;
  readonly place: Place;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

/** Reads one file into a tally. Feed it, then end it. */
export class CocoReader {
  readonly #selector: JsonSelector;
  readonly #split: SplitTally;
  readonly #ids = new IdIndex();
  readonly #pairs: ImageClasses;
  /** 1 for an image that the file lists, by index. */
  #listed = new Uint8Array(1024);
  #images = 0;
  readonly #categories = new Map<string, Category>();
  /** Label index by category id, and where each label is first seen. */
  readonly #labels = new Map<number | string, number>();
  /** Label index + 1 by category id, of small ids. */
  readonly #quickLabels = new Int32Array(quickIds);
  readonly #seen = new Map<number, Place>();
  /** Labels of the segments of the annotation that is being read. */
  #segments: number[] = [];
  /** Images in the file's order, where samples are observed. */
  readonly #told: { readonly index: number; readonly path: string }[] = [];
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
    this.#pairs = new ImageClasses(limit);
    this.#selector = selectJson({
      kernels,
      onProblem: (problem) => {
        tally.problem({ ...problem, file });
      },
      rows: [
        {
          path: 'images[]',
          fields: tally.observer === undefined ? ['id'] : ['id', 'file_name'],
          onRow: (row) => {
            this.#image(row);
          },
          ...(tally.observer === undefined && {
            onWholes: (values: Int32Array) => values[0] >= 0 && this.#list(values[0]) !== undefined,
          }),
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
        },
        {
          path: 'categories[]',
          fields: ['id', 'name', 'supercategory'],
          onRow: (row) => {
            this.#category(row);
          },
        },
      ],
    });
  }

  /** Where the next chunk is best put. */
  get room(): (() => Uint8Array) | undefined {
    return this.#selector.room;
  }

  feed(chunk: Uint8Array): void {
    this.#selector.feed(chunk);
  }

  /** Settles what is known only at the end: samples, images without annotations, unknown categories. */
  end(): void {
    this.#selector.end();
    this.#selector.close();
    const samples = this.#images > 0 ? this.#images : this.#ids.size;
    this.#split.samples += samples;
    this.#split.unlabelled += Math.max(0, samples - this.#labelledImages());
    this.#tell();
    this.#declare();
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

  #image(row: JsonRow): void {
    const id = idOf(row, 0);
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
    if (this.#split.recorder !== undefined) this.#told.push({ index, path: row.text(1) });
  }

  /** The image's index; undefined where it is listed already. */
  #list(id: number | string): number | undefined {
    const index = this.#ids.of(id);
    if (index >= this.#listed.length) {
      const listed = new Uint8Array(Math.max(index + 1, this.#listed.length * 2));
      listed.set(this.#listed);
      this.#listed = listed;
    }
    if (this.#listed[index] === 1) return undefined;
    this.#listed[index] = 1;
    this.#images += 1;
    return index;
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
    const label = id >= 0 && id < quickIds ? this.#quickLabels[id] - 1 : this.#labels.get(id);
    if (label === undefined || label < 0 || this.counting === 'segments') return false;
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
      if (typeof id === 'number' && id >= 0 && id < quickIds) this.#quickLabels[id] = label + 1;
    }
    return label;
  }

  #category(row: JsonRow): void {
    const id = idOf(row, 0);
    if (id === undefined) return;
    const key = String(id);
    const before = this.#categories.get(key);
    const written = row.text(1).trim();
    const name = written === '' ? key : written;
    if (before === undefined) {
      this.#categories.set(key, { name, parent: row.text(2), place: placeOf(row) });
    } else if (before.name !== name) {
      const message = `Category ${key} is declared twice, as ${before.name} and as ${name}; the first name is taken.`;
      this.#problem('duplicate-category', 'warning', message, placeOf(row));
    }
  }

  #labelledImages(): number {
    return this.#images === 0 ? this.#pairs.images : this.#countListed(true);
  }

  /** Listed images with annotations, or annotated images that are not listed. */
  #countListed(listed: boolean): number {
    let images = 0;
    for (let index = 0; index < this.#ids.size; index += 1) {
      const isListed = index < this.#listed.length && this.#listed[index] === 1;
      if (isListed === listed && this.#pairs.has(index)) images += 1;
    }
    return images;
  }

  #declare(): void {
    const names = new Map<string, string>();
    for (const [id, { name, place }] of this.#categories) {
      this.tally.declare({ id, name });
      const other = names.get(name);
      if (other === undefined) names.set(name, id);
      else {
        const message = `Categories ${other} and ${id} are both called ${name}; they are counted apart.`;
        this.#problem('duplicate-category-name', 'warning', message, place);
      }
    }
    for (const [label, place] of this.#seen)
      this.#checkDeclared(this.tally.labels.text(label), place);
    this.#sayParent();
  }

  #checkDeclared(id: string, place: Place): void {
    if (this.#categories.has(id)) return;
    const message = `Category ${id} is used but not among the categories; it is counted under its id.`;
    this.#problem('unknown-category', 'warning', message, place);
  }

  /** Roboflow writes the super-category itself as category 0, which no box carries. */
  #sayParent(): void {
    const parents = new Set([...this.#categories.values()].map((category) => category.parent));
    for (const [id, { name, place }] of this.#categories) {
      const label = this.#labels.get(Number(id)) ?? this.#labels.get(id);
      if (label !== undefined || !parents.has(name) || id !== '0') continue;
      const message = `Category 0 (${name}) only names the super-category of the others and is never used; it keeps its place with count 0.`;
      this.#problem('unused-super-category', 'information', message, place);
    }
  }

  #sayUnlisted(): void {
    const unlisted = this.#images === 0 ? 0 : this.#countListed(false);
    if (unlisted === 0) return;
    const message = `${unlisted} images have annotations but are not among the images of the file; their annotations are counted.`;
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

/** Where a row begins; rows are reused. */
function placeOf({ line, column }: JsonRow): Place {
  return { line, column };
}

/** A number or text; whole numbers are one id however they are written (`1`, `1.0`). */
function idOf(row: JsonRow, field: number): number | string | undefined {
  const kind = row.kind(field);
  if (kind === 'number') {
    const value = row.number(field);
    return Number.isSafeInteger(value) ? value : row.text(field);
  }
  return kind === 'string' ? row.text(field) : undefined;
}
