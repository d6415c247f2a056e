// What the first bytes of a JSON file look like: a small value with the keys and some elements, the rest left out.
// Must not know formats; for detection only, nothing is counted from a sketch.

import { JsonTokenizer } from '../bytes/json';
import type { JsonHandler, JsonKind, JsonLiteral } from '../bytes/jsonTypes';
import type { JsonObject, JsonValue } from '../bytes/jsonValue';

/** Elements of an array, keys of an object and characters of a string that a sketch keeps. */
export const sketchLimits = { elements: 64, keys: 256, characters: 200, nodes: 6000 };

const maxDepth = 12;
const decoder = new TextDecoder();

/** The value that the bytes begin; where they end in its middle, as far as they go. Undefined where it is none. */
export function sketchJson(bytes: Uint8Array): JsonValue | undefined {
  const builder = new SketchBuilder();
  new JsonTokenizer(builder).feed(bytes);
  return builder.root;
}

/** The objects that the lines of the bytes hold; empty where one of the first lines is something else. */
export function sketchLines(bytes: Uint8Array, complete: boolean): JsonObject[] {
  const lines = decoder
    .decode(bytes)
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/);
  const cut = complete ? undefined : lines.pop();
  const objects: JsonObject[] = [];
  let bad = 0;
  for (const line of lines) {
    if (line.trim() === '') continue;
    const value = line.trimStart().startsWith('{') ? parsed(line) : undefined;
    if (value !== undefined) objects.push(value);
    else bad += 1;
    if (bad > objects.length) return [];
  }
  if (objects.length === 0 && cut !== undefined && bad === 0) {
    const value = sketchJson(bytes);
    return isObject(value) ? [value] : [];
  }
  return objects;
}

function parsed(line: string): JsonObject | undefined {
  try {
    const value = JSON.parse(line) as JsonValue;
    return isObject(value) ? value : undefined;
  } catch {
    // A broken line is said when it is counted.
    return undefined;
  }
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** The value behind a key that the object itself has. */
export function at(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The objects of a list; none where it is no list. */
export function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** The values of an object, or the elements of a list. */
export function valuesIn(value: JsonValue | undefined): readonly JsonValue[] {
  if (isList(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

/** True where the object has all the keys. */
export function hasKeys(value: JsonValue | undefined, ...keys: readonly string[]): boolean {
  return isObject(value) && keys.every((key) => Object.hasOwn(value, key));
}

/** A string, number or boolean as text; '' for others. */
export function textOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

type Container = JsonValue[] | Record<string, JsonValue>;

class SketchBuilder implements JsonHandler {
  root: JsonValue | undefined;
  readonly #open: Container[] = [];
  readonly #sizes: number[] = [];
  #key = '';
  #nodes = 0;

  want(kind: JsonKind): boolean {
    const depth = this.#open.length;
    if (depth === 0) return true;
    if (this.#nodes >= sketchLimits.nodes) return false;
    const inside = this.#open[depth - 1];
    this.#sizes[depth - 1] += 1;
    const limit = Array.isArray(inside) ? sketchLimits.elements : sketchLimits.keys;
    const isContainer = kind === 'object' || kind === 'array';
    return this.#sizes[depth - 1] <= limit && !(isContainer && depth >= maxDepth);
  }

  onStartObject(): void {
    this.#start(Object.create(null) as Record<string, JsonValue>);
  }

  onStartArray(): void {
    this.#start([]);
  }

  onEndObject(): void {
    this.#end();
  }

  onEndArray(): void {
    this.#end();
  }

  onKey(bytes: Uint8Array, start: number, end: number): void {
    this.#key = decoder.decode(bytes.subarray(start, end));
  }

  onString(bytes: Uint8Array, start: number, end: number): void {
    const to = Math.min(end, start + sketchLimits.characters);
    this.#put(decoder.decode(bytes.subarray(start, to)));
  }

  onNumber(bytes: Uint8Array, start: number, end: number): void {
    this.#put(Number(decoder.decode(bytes.subarray(start, end))));
  }

  onLiteral(literal: JsonLiteral): void {
    this.#put(literal === 'true' ? true : literal === 'false' ? false : null);
  }

  #start(container: Container): void {
    this.#put(container);
    this.#open.push(container);
    this.#sizes.push(0);
  }

  #end(): void {
    this.#open.pop();
    this.#sizes.pop();
  }

  #put(value: JsonValue): void {
    this.#nodes += 1;
    const inside = this.#open.at(-1);
    if (inside === undefined) this.root = value;
    else if (Array.isArray(inside)) inside.push(value);
    else inside[this.#key] = value;
  }
}
