// Reads MIT LabelMe's XML, one small file an image: polygons with a name each, deleted ones left out.
// Must not know which files are read.

import { ByteBuffer } from '../bytes/byteBuffer';
import type { XmlHandler } from '../bytes/xml';
import { SampleCounter } from '../jsonFiles/samples';
import type { SplitName } from '../model';
import { plural } from '../plural';
import type { Tally } from '../tally';
import { fileTokenizer } from './fileTokenizer';

/** Counts files of one split into a tally. */
export class LabelMeXmlReader implements XmlHandler {
  readonly #samples: SampleCounter;
  readonly #open: string[] = [];
  readonly #text = new ByteBuffer(64);
  readonly #name = new ByteBuffer(64);
  #isDeleted = false;
  #image = '';
  #nameless = 0;

  constructor(
    private readonly tally: Tally,
    private readonly split: SplitName,
  ) {
    this.#samples = new SampleCounter(tally, 'objects');
  }

  /** Counts one file, which stands for one image. */
  read(bytes: Uint8Array, file: string): void {
    this.#samples.keep();
    this.#open.length = 0;
    this.#image = '';
    this.#nameless = 0;
    const tokenizer = fileTokenizer(this, this.tally, file);
    tokenizer.feed(bytes);
    tokenizer.end();
    if (this.#nameless > 0) {
      const message = plural(
        this.#nameless,
        'object has no name; it is not counted.',
        'objects have no name; they are not counted.',
      );
      this.tally.problem({ code: 'no-name', severity: 'warning', file, message });
    }
    if (!tokenizer.failed) this.#samples.end(this.split, file, undefined, this.#image);
  }

  onStart(name: string): void {
    this.#open.push(name);
    this.#text.length = 0;
    if (this.#open.length !== 2 || name !== 'object') return;
    this.#name.length = 0;
    this.#isDeleted = false;
  }

  onText(bytes: Uint8Array, start: number, end: number): void {
    if (this.#open.length <= 3) this.#text.append(bytes, start, end);
  }

  onEnd(name: string): void {
    const depth = this.#open.length;
    const inObject = depth === 3 && this.#open[1] === 'object';
    if (inObject && name === 'name') this.#name.append(this.#text.bytes, 0, this.#text.length);
    if (inObject && name === 'deleted') this.#isDeleted = this.#text.text().trim() === '1';
    if (depth === 2 && name === 'filename') this.#image = this.#text.text().trim();
    if (depth === 2 && name === 'object' && !this.#isDeleted) {
      // The annotation tool breaks lines inside of names.
      const label = this.#name.text().replace(/\s+/g, ' ').trim();
      if (!this.#samples.addText(label)) this.#nameless += 1;
    }
    this.#text.length = 0;
    this.#open.pop();
  }
}
