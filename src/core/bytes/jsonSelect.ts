// Rows and small values out of JSON of any size, by path: what most JSON readers consist of.
// Knows no dataset; everything that no path asks for is passed over.

import { ByteBuffer } from './byteBuffer';
import type { Kernels, PairTables } from '../kernels';
import { JsonTokenizer } from './json';
import { type Item, type JsonRowSpec, leadsOn, type Place } from './jsonItems';
import { compilePaths, placeOfKey, stepsOf, type Spot, type Target } from './jsonPath';
import { JsonRowBuffer, type JsonFieldKind } from './jsonRow';
import { RowSkimmer } from './jsonSkim';
import type { JsonHandler, JsonKind, JsonLiteral, JsonOptions, Skimmed } from './jsonTypes';
import { JsonValues, type JsonValueSpec } from './jsonValues';

export type { JsonRowSpec } from './jsonItems';
export type { JsonRow } from './jsonRow';
export type { JsonObject, JsonValue } from './jsonValue';
export type { JsonValueSpec } from './jsonValues';

/** What to take out of a text. */
export interface JsonSelection extends JsonOptions {
  /** Reads rows that are flat objects faster, with the same result. */
  readonly kernels?: Kernels | undefined;
  readonly rows?: readonly JsonRowSpec[];
  readonly values?: readonly JsonValueSpec[];
}

/** A push reader of one text; `reset` begins another, for instance the next line of a file. */
export interface JsonSelector {
  feed(chunk: Uint8Array): void;
  end(): void;
  /** `line`: that of the new text's first byte. */
  reset(line?: number): void;
  /** Whether an error has stopped the reading. */
  readonly failed: boolean;
  /** Where the next chunk is best put; undefined where it does not matter. */
  readonly room: (() => Uint8Array) | undefined;
  /** The tables of {@link PairCounting}, where a kernel counts pairs. */
  readonly pairs: PairTables | undefined;
  /** Reads rows that are lines of their own from the start of a line on; `at` where the first other line begins. */
  skimLines(chunk: Uint8Array, at: number, line: number): Skimmed;
  /** Nothing more is read. */
  close(): void;
}

/** Makes a reader that calls back the rows and values of the selection, in the order of the text. */
export function selectJson(selection: JsonSelection): JsonSelector {
  return new Selector(selection);
}

const NO_BYTES = new Uint8Array(0);

class Selector implements JsonSelector, JsonHandler {
  readonly #tokenizer: JsonTokenizer;
  readonly #values: JsonValues;
  readonly #root: Place;
  /** By depth: the place of the open object or array, which of the two it is, and the last key where it matters. */
  readonly #places: Place[] = [];
  readonly #isArray: boolean[] = [];
  readonly #keys: ByteBuffer[] = [];
  /** Places of the value behind the last key, and of the value being read. */
  #behindKey: Place;
  #place: Place;
  readonly #skimmer: RowSkimmer | undefined;

  constructor(selection: JsonSelection) {
    this.#skimmer = RowSkimmer.for(selection.kernels, selection.maxString, selection.rows ?? []);
    this.#tokenizer = new JsonTokenizer(this, selection);
    this.#values = new JsonValues((line, column) => {
      const message = 'A value is too large to be read whole and was left out.';
      const code = 'json-value-too-large';
      selection.onProblem?.({ code, severity: 'warning', line, column, message });
    });
    this.#root = compilePaths([
      ...(selection.rows ?? []).flatMap((spec) => this.#rowTargets(spec)),
      ...(selection.values ?? []).map(valueTarget),
    ]);
  }

  get failed(): boolean {
    return this.#tokenizer.failed;
  }

  get room(): (() => Uint8Array) | undefined {
    return this.#skimmer?.room;
  }

  get pairs(): PairTables | undefined {
    return this.#skimmer?.pairs;
  }

  feed(chunk: Uint8Array): void {
    this.#tokenizer.feed(chunk);
  }

  close(): void {
    this.#skimmer?.close();
  }

  skim(chunk: Uint8Array, at: number, line: number, lineStart: number): Skimmed {
    const element = this.#places.at(-1)?.element;
    if (element === undefined || this.#skimmer === undefined) return { at, lines: 0, lineStart };
    return this.#skimmer.elements(chunk, at, element, line, lineStart);
  }

  skimLines(chunk: Uint8Array, at: number, line: number): Skimmed {
    if (this.#root === undefined || this.#skimmer === undefined) {
      return { at, lines: 0, lineStart: at };
    }
    return this.#skimmer.lines(chunk, at, this.#root, line);
  }

  end(): void {
    this.#tokenizer.end();
  }

  reset(line = 1): void {
    this.#tokenizer.reset(line);
    this.#values.reset();
    this.#places.length = this.#isArray.length = 0;
  }

  want(kind: JsonKind): boolean {
    const depth = this.#places.length;
    if (depth === 0) this.#place = this.#root;
    else
      this.#place = this.#isArray[depth - 1] ? this.#places[depth - 1]?.element : this.#behindKey;
    if (this.#values.active) return true;
    const place = this.#place;
    if (place === undefined) return false;
    if (kind !== 'object' && kind !== 'array') return place.here.length > 0;
    if (leadsOn(place)) return true;
    this.#fill(place, kind, NO_BYTES, 0, 0);
    return false;
  }

  onStartObject(): void {
    this.#open('object');
    this.#values.onStartObject();
  }

  onStartArray(): void {
    this.#open('array');
    this.#values.onStartArray();
  }

  onEndObject(): void {
    this.#values.onEndObject();
    this.#close();
    const depth = this.#places.length;
    if (this.#skimmer === undefined || depth === 0 || this.#values.active) return;
    if (this.#isArray[depth - 1] && this.#skimmer.reads(this.#places[depth - 1]?.element)) {
      this.#tokenizer.pause();
    }
  }

  onEndArray(): void {
    this.#values.onEndArray();
    this.#close();
  }

  onKey(bytes: Uint8Array, start: number, end: number): void {
    const depth = this.#places.length - 1;
    const place = this.#places[depth];
    this.#behindKey = place === undefined ? undefined : placeOfKey(place, bytes, start, end);
    if (place?.other !== undefined) {
      const key = this.#keyAt(depth);
      key.length = 0;
      key.append(bytes, start, end);
    }
    this.#values.onKey(bytes, start, end);
  }

  onString(bytes: Uint8Array, start: number, end: number): void {
    this.#begin('string', bytes, start, end);
    this.#values.onString(bytes, start, end);
    this.#endRows(this.#place);
  }

  onNumber(bytes: Uint8Array, start: number, end: number): void {
    this.#begin('number', bytes, start, end);
    this.#values.onNumber(bytes, start, end);
    this.#endRows(this.#place);
  }

  onLiteral(literal: JsonLiteral): void {
    this.#begin(literal, NO_BYTES, 0, 0);
    this.#values.onLiteral(literal);
    this.#endRows(this.#place);
  }

  #open(kind: 'object' | 'array'): void {
    this.#places.push(this.#place);
    this.#isArray.push(kind === 'array');
    this.#begin(kind, NO_BYTES, 0, 0);
  }

  #close(): void {
    this.#isArray.pop();
    this.#endRows(this.#places.pop());
  }

  /** Begins the rows and values of the place, and fills in the fields. */
  #begin(kind: JsonFieldKind, bytes: Uint8Array, start: number, end: number): void {
    if (this.#place === undefined) return;
    const { line, column } = this.#tokenizer;
    for (const item of this.#place.here) {
      if (item.type === 'row') {
        item.row.begin(line, column);
        item.spec.onStart?.(item.row);
      } else if (item.type === 'value') this.#values.begin(item.spec, line, column);
    }
    this.#fill(this.#place, kind, bytes, start, end);
  }

  #fill(
    place: Spot<Item>,
    kind: JsonFieldKind,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): void {
    for (const item of place.here) {
      if (item.type === 'field') item.row.set(item.field, kind, bytes, start, end);
    }
  }

  #endRows(place: Place): void {
    if (place === undefined) return;
    for (const item of place.here) if (item.type === 'row') item.spec.onRow(item.row);
  }

  #rowTargets(spec: JsonRowSpec): Target<Item>[] {
    const steps = stepsOf(spec.path);
    const keys = steps.flatMap((step, depth) => (step === '*' ? [this.#keyAt(depth)] : []));
    const row = new JsonRowBuffer(spec.fields.length, keys);
    const fields = spec.fields.map((path, field): Target<Item> => {
      return { steps: [...steps, ...stepsOf(path)], what: { type: 'field', row, field } };
    });
    return [{ steps, what: { type: 'row', row, spec } }, ...fields];
  }

  #keyAt(depth: number): ByteBuffer {
    while (this.#keys.length <= depth) this.#keys.push(new ByteBuffer(64));
    return this.#keys[depth];
  }
}

function valueTarget(spec: JsonValueSpec): Target<Item> {
  return { steps: stepsOf(spec.path), what: { type: 'value', spec } };
}
