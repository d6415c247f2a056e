// Counts a CVAT document as its bytes go by: shapes and tags of images, shapes of tracks by frame, or tracks.
// Must not know which file it is beyond its name; only direct children of images and tracks are shapes.

import { ByteBuffer } from '../bytes/byteBuffer';
import type { XmlTokenizer } from '../bytes/xml';
import type { XmlAttributes, XmlHandler } from '../bytes/xmlTypes';
import { splitOfWord } from '../detect/splits';
import { SampleCounter } from '../jsonFiles/samples';
import type { SplitName } from '../model';
import type { Tally } from '../tally';
import { fileTokenizer } from './fileTokenizer';

/** What is counted: shapes (of tracks one a visible frame), tags of images, or tracks. */
export type CvatPart = 'shapes' | 'tags' | 'tracks';

const shapes: ReadonlySet<string> = new Set(
  'box polygon polyline points cuboid ellipse mask skeleton'.split(' '),
);

/** Reads one file. */
export class CvatReader implements XmlHandler {
  readonly #tokenizer: XmlTokenizer;
  readonly #samples: SampleCounter;
  readonly #open: string[] = [];
  readonly #text = new ByteBuffer(64);
  readonly #frames = new Set<number>();
  #split: SplitName;
  #track = '';
  #name: string | undefined;
  #visible = 0;
  /** Frames in order of first sight, where samples are observed. */
  readonly #indexes = new Map<number, number>();
  /** Those of the track that is open, once for each of its shapes. */
  readonly #trackFrames: number[] = [];
  #outside = 0;
  #nameless = 0;
  #label = '';
  #isPart = false;

  constructor(
    private readonly tally: Tally,
    private readonly file: string,
    private readonly split: SplitName,
    private readonly part: CvatPart,
  ) {
    this.#samples = new SampleCounter(tally, part === 'tags' ? 'labels' : 'objects');
    this.#split = split;
    this.#tokenizer = fileTokenizer(this, tally, file);
  }

  feed(chunk: Uint8Array): void {
    this.#tokenizer.feed(chunk);
  }

  end(): void {
    this.#tokenizer.end();
    if (this.#frames.size > 0) this.tally.split(this.split).samples += this.#frames.size;
    for (const [frame, index] of this.#indexes) {
      this.tally.split(this.split).recorder?.endParked(index, this.file, frame);
    }
    if (this.#outside > 0) {
      const message = `${this.#outside} shapes of tracks are outside of the picture (outside = 1) and are left out.`;
      this.#say('outside-shapes', message);
    }
    if (this.#nameless > 0) {
      this.#say('no-name', `${this.#nameless} shapes or tags have no label; they are not counted.`);
    }
  }

  onStart(name: string, attributes: XmlAttributes): void {
    this.#open.push(name);
    this.#text.length = 0;
    const depth = this.#open.length;
    if (this.#open[1] === 'meta') this.#inMeta(name);
    else if (depth === 2) this.#begin(name, attributes);
    else if (depth === 3) this.#child(name, attributes);
  }

  onText(bytes: Uint8Array, start: number, end: number): void {
    if (this.#open[1] === 'meta' && end - start < 4096) this.#text.append(bytes, start, end);
  }

  onEnd(name: string): void {
    const depth = this.#open.length;
    if (this.#open[1] === 'meta') this.#endMeta(name);
    else if (depth === 2 && name === 'image' && this.part !== 'tracks')
      this.#samples.end(this.#split, this.file, this.#tokenizer.line, this.#name);
    else if (depth === 2 && name === 'track') this.#endTrack();
    this.#open.pop();
  }

  #begin(name: string, attributes: XmlAttributes): void {
    if (name === 'image') {
      this.#samples.keep();
      this.#name = this.#samples.observed ? attributes.text('name') : undefined;
      this.#split = splitOfWord(attributes.text('subset') ?? '') ?? this.split;
    }
    if (name === 'track') {
      this.#track = attributes.text('label')?.trim() ?? '';
      this.#split = splitOfWord(attributes.text('subset') ?? '') ?? this.split;
      this.#visible = 0;
      this.#trackFrames.length = 0;
    }
  }

  #child(name: string, attributes: XmlAttributes): void {
    const inTrack = this.#open[1] === 'track';
    if (inTrack && shapes.has(name)) this.#frame(attributes);
    if (this.#open[1] !== 'image' || this.part === 'tracks') return;
    const isWanted = this.part === 'tags' ? name === 'tag' : shapes.has(name);
    if (isWanted && !this.#samples.addText(attributes.text('label') ?? '')) this.#nameless += 1;
  }

  #frame(attributes: XmlAttributes): void {
    if (attributes.text('outside') === '1') {
      if (this.part === 'shapes') this.#outside += 1;
      return;
    }
    this.#visible += 1;
    const frame = Number(attributes.text('frame'));
    if (this.part === 'tags' || !Number.isInteger(frame)) return;
    this.#frames.add(frame);
    this.#meet(frame);
  }

  #endTrack(): void {
    if (this.part === 'tags') return;
    const times = this.part === 'tracks' ? 1 : this.#visible;
    if (this.#track === '') this.#nameless += times;
    else if (times > 0) {
      // Frames come track by track: which classes share one is not known, so images are left out.
      this.tally.traits.add('no-images');
      const split = this.tally.split(this.#split);
      split.add(this.tally.labels.indexOfText(this.#track), times);
      split.recorder?.share(this.#trackFrames);
    }
  }

  /** A frame is a sample; a track lies in many, so that tracks have none. */
  #meet(frame: number): void {
    if (this.part !== 'shapes' || this.tally.observer === undefined) return;
    const index = this.#indexes.get(frame) ?? this.#indexes.size;
    this.#indexes.set(frame, index);
    this.#trackFrames.push(index);
  }

  #inMeta(name: string): void {
    if (name !== 'label') return;
    this.#label = '';
    this.#isPart = false;
  }

  /** `labels/label/name`; labels with a parent are points of a skeleton. */
  #endMeta(name: string): void {
    const parent = this.#open.at(-2);
    const text = this.#text.text().trim();
    if (parent === 'label' && name === 'name') this.#label = text;
    if (parent === 'label' && name === 'parent' && text !== '') this.#isPart = true;
    if (name === 'label' && parent === 'labels' && this.#label !== '' && !this.#isPart) {
      this.tally.declare({ id: this.#label, name: this.#label });
    }
    this.#text.length = 0;
  }

  #say(code: string, message: string): void {
    this.tally.problem({ code, severity: 'information', file: this.file, message });
  }
}
