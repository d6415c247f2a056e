// JSON values as JavaScript has them, out of tokenizer events and within a limit; and small files read whole.
// For names, categories and the like: rows of a dataset never become values.

import { JsonTokenizer } from './json';
import type { JsonHandler, JsonLiteral } from './jsonTypes';
import { numberValue } from './jsonNumber';
import type { ByteProblem } from './problem';

/** What JSON.parse gives. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** An object of {@link JsonValue}s; keys are the file's, so ask with `Object.hasOwn`. */
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

type Container = JsonValue[] | Record<string, JsonValue>;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const LITERALS: Readonly<Record<JsonLiteral, JsonValue>> = {
  true: true,
  false: false,
  null: null,
  NaN: NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
};

/** Builds one value at a time. Its cost is its bytes and eight more a value or key; beyond `limit` it is given up. */
export class JsonValueBuilder implements JsonHandler {
  /** The value, once `done` and not `tooLarge`. */
  value: JsonValue = null;
  done = false;
  tooLarge = false;
  readonly #limit: number;
  readonly #open: Container[] = [];
  readonly #keys: string[] = [];
  #depth = 0;
  #cost = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Begins a new value. */
  begin(): void {
    this.value = null;
    this.done = this.tooLarge = false;
    this.#open.length = this.#keys.length = this.#depth = this.#cost = 0;
  }

  want(): boolean {
    return !this.tooLarge;
  }

  onStartObject(): void {
    this.#start({});
  }

  onEndObject(): void {
    this.#end();
  }

  onStartArray(): void {
    this.#start([]);
  }

  onEndArray(): void {
    this.#end();
  }

  onKey(bytes: Uint8Array, start: number, end: number): void {
    if (this.#pay(end - start)) this.#keys[this.#depth] = text(bytes, start, end);
  }

  onString(bytes: Uint8Array, start: number, end: number): void {
    this.#scalar(this.#pay(end - start) ? text(bytes, start, end) : null);
  }

  onNumber(bytes: Uint8Array, start: number, end: number): void {
    this.#scalar(this.#pay(end - start) ? numberValue(bytes, start, end) : null);
  }

  onLiteral(literal: JsonLiteral): void {
    this.#pay(0);
    this.#scalar(LITERALS[literal]);
  }

  /** Counts the cost; past the limit all that was built is dropped. */
  #pay(bytes: number): boolean {
    this.#cost += bytes + 8;
    if (this.#cost <= this.#limit) return true;
    this.tooLarge = true;
    this.value = null;
    this.#open.length = 0;
    return false;
  }

  #start(container: Container): void {
    if (this.#pay(0)) {
      this.#add(container);
      this.#open.push(container);
    }
    this.#depth++;
  }

  #end(): void {
    this.#open.pop();
    this.done = --this.#depth === 0;
  }

  #scalar(value: JsonValue): void {
    if (!this.tooLarge) this.#add(value);
    this.done = this.#depth === 0;
  }

  #add(value: JsonValue): void {
    const parent = this.#open.at(-1);
    if (parent === undefined) this.value = value;
    else if (Array.isArray(parent)) parent.push(value);
    else setOwn(parent, this.#keys[this.#depth], value);
  }
}

/** Like `object[key] = value`, also for the key `__proto__`. */
function setOwn(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') object[key] = value;
  else
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** What {@link parseJsonBounded} gives: `value` is absent when the text is no JSON or too large, and a problem says so. */
export interface JsonParsed {
  readonly value?: JsonValue;
  readonly problems: readonly ByteProblem[];
}

/**
 * Reads a small JSON file whole: NaN and the infinities are accepted, a byte order mark is skipped.
 * `limit`: most bytes the value may cost (default 16 MiB). `line`: that of the first byte, for lines of a file.
 */
export function parseJsonBounded(bytes: Uint8Array, limit = 1 << 24, line = 1): JsonParsed {
  const problems: ByteProblem[] = [];
  const builder = new JsonValueBuilder(limit);
  const onProblem = (problem: ByteProblem): number => problems.push(problem);
  const tokenizer = new JsonTokenizer(builder, { onProblem, maxString: limit });
  tokenizer.reset(line);
  tokenizer.feed(bytes);
  tokenizer.end();
  if (tokenizer.failed) return { problems };
  if (!builder.done || builder.tooLarge) {
    const message = `The JSON value takes more than ${limit} bytes and was not read.`;
    const place = { line, column: 1, message } as const;
    return {
      problems: [...problems, { code: 'json-value-too-large', severity: 'warning', ...place }],
    };
  }
  return { value: builder.value, problems };
}
