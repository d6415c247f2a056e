// Reads Pascal VOC annotations, one small XML file an image, and counts the direct names of their objects.
// Must not know which files are read; expands no entity of a document's own.

import { ByteBuffer } from '../bytes/byteBuffer';
import { type XmlHandler, XmlTokenizer } from '../bytes/xml';
import type { Severity } from '../problems';
import type { SplitTally, Tally } from '../tally';
import { PlainVoc } from './vocPlain';

/** What the root and the objects of a file look like. */
export interface VocShape {
  /** Name of the root element, '' where there is none. */
  readonly root: string;
  readonly objects: number;
  /** Objects with a bounding box. */
  readonly boxes: number;
  /** Objects that are polygons without a box, or that carry LabelMe's `deleted`. */
  readonly polygons: number;
  /** Name of the first object. */
  readonly firstName: string;
}

/** Called for each object with a name; `bytes[start, end)` is the name without blanks around it. */
type OnObject = (name: ByteBuffer, line: number, isDifficult: boolean) => void;

type Say = (
  code: string,
  severity: Severity,
  line: number,
  column: number,
  message: string,
) => void;

/** Elements of an object that say what it is; all are its direct children. */
const boxes: ReadonlySet<string> = new Set(['bndbox', 'robndbox', 'bounding_box']);

/** One document. Feed it, then end it. */
class VocDocument implements XmlHandler {
  root = '';
  objects = 0;
  boxes = 0;
  polygons = 0;
  firstName = '';
  readonly #tokenizer: XmlTokenizer;
  readonly #name = new ByteBuffer(64);
  #line = 0;
  #field = '';
  #hasBox = false;
  #hasPolygon = false;
  #isDeleted = false;
  #isDifficult = false;
  #inObject = false;

  constructor(
    private readonly onObject: OnObject,
    onProblem: Say | undefined,
  ) {
    this.#tokenizer = new XmlTokenizer(this, {
      onProblem: ({ code, severity, line, column, message }) => {
        onProblem?.(code, severity, line, column, message);
      },
    });
  }

  read(bytes: Uint8Array, isWhole: boolean): void {
    this.#tokenizer.feed(bytes);
    if (isWhole) this.#tokenizer.end();
  }

  onStart(name: string): void {
    const { depth } = this.#tokenizer;
    if (depth === 1) this.root = name;
    if (depth === 2) this.#begin(name === 'object');
    if (depth !== 3 || !this.#inObject) return;
    this.#field = name;
    if (name === 'name') this.#line = this.#tokenizer.line;
    if (boxes.has(name)) this.#hasBox = true;
    if (name === 'polygon' || name === 'segm') this.#hasPolygon = true;
  }

  #begin(isObject: boolean): void {
    this.#inObject = isObject && this.root === 'annotation';
    if (!this.#inObject) return;
    this.#name.length = 0;
    this.#line = this.#tokenizer.line;
    this.#hasBox = this.#hasPolygon = this.#isDeleted = this.#isDifficult = false;
  }

  onText(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#inObject || this.#tokenizer.depth !== 3) return;
    let from = start;
    let to = end;
    while (from < to && bytes[from] <= 32) from += 1;
    while (to > from && bytes[to - 1] <= 32) to -= 1;
    if (this.#field === 'name') this.#name.append(bytes, from, to);
    else if (to - from === 1 && bytes[from] === 49) this.#setFlag();
  }

  #setFlag(): void {
    if (this.#field === 'difficult') this.#isDifficult = true;
    if (this.#field === 'deleted') this.#isDeleted = true;
  }

  onEnd(name: string): void {
    const { depth } = this.#tokenizer;
    if (depth === 3) this.#field = '';
    if (depth !== 2 || !this.#inObject || name !== 'object') return;
    this.#inObject = false;
    this.objects += 1;
    if (this.firstName === '') this.firstName = this.#name.text();
    if (this.#hasBox) this.boxes += 1;
    if (this.#isDeleted || (this.#hasPolygon && !this.#hasBox)) this.polygons += 1;
    else this.onObject(this.#name, this.#line, this.#isDifficult);
  }
}

/** Looks at the first bytes of a file. */
export function sniffVoc(bytes: Uint8Array, isWhole: boolean): VocShape {
  const document = new VocDocument(() => undefined, undefined);
  document.read(bytes, isWhole);
  return document;
}

/** Counts files of one split into a tally. */
export class VocReader {
  readonly #split: SplitTally;
  readonly #plain = new PlainVoc();

  constructor(
    private readonly tally: Tally,
    split: string,
  ) {
    this.#split = tally.split(split);
  }

  /** Counts one file, which stands for one image. */
  read(bytes: Uint8Array, file: string): void {
    const say: Say = (code, severity, line, column, message) => {
      this.tally.problem({ code, severity, file, line, column, message });
    };
    this.#split.beginImage();
    const objects = this.#plain.read(bytes) ? this.#ofPlain(bytes, say) : this.#ofAny(bytes, say);
    if (objects === undefined) {
      this.#split.recorder?.drop();
      return;
    }
    this.#split.samples += 1;
    if (objects === 0) this.#split.unlabelled += 1;
    this.#split.recorder?.end(file);
  }

  #ofPlain(bytes: Uint8Array, say: Say): number {
    const { objects, starts, ends, lines, difficult: marks } = this.#plain;
    for (let at = 0; at < objects; at++) {
      this.#count(bytes, starts[at], ends[at], marks[at] === 1 ? lines[at] : 0, say);
    }
    return objects;
  }

  /** Objects that count; undefined where the file is no annotation. */
  #ofAny(bytes: Uint8Array, say: Say): number | undefined {
    let objects = 0;
    const document = new VocDocument((name, line, isDifficult) => {
      if (name.length === 0) {
        say('no-name', 'warning', line, 1, 'An object has no name; it is not counted.');
        return;
      }
      objects += 1;
      this.#count(name.bytes, 0, name.length, isDifficult ? line : 0, say);
    }, say);
    document.read(bytes, true);
    if (document.root === 'annotation') return objects;
    const message = `The root element is ${document.root || 'missing'}, not annotation; the file is left out.`;
    say('not-voc', 'warning', 1, 1, message);
    return undefined;
  }

  /** `difficultAt`: the line of an object that is marked so, else 0. */
  #count(bytes: Uint8Array, start: number, end: number, difficultAt: number, say: Say): void {
    this.#split.addInImage(this.tally.labels.indexOf(bytes, start, end));
    if (difficultAt > 0) say('difficult', 'information', difficultAt, 1, difficult);
  }
}

const difficult =
  'This object is marked difficult. It is counted; the VOC evaluation ignores such objects, and some trainers leave them out.';
