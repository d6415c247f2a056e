// TFRecord framing and the label-like features of a tf.train.Example or SequenceExample (tensorflow/core/example).
// Must not know what the label means; large features such as images are skipped unread. CRCs are not verified.

import type { Pull } from '../bytes/pull';

/** Values of one feature: text of bytes lists, decimal text of integers; of a feature list those of all its steps. */
export type Features = ReadonlyMap<string, readonly string[]>;

const keptBytes = 64 * 1024;
/** Of a larger feature enough to read its key. */
const keyBytes = 512;
/** Bytes of the feature that was asked for: millions of labels in one record. */
const longestWanted = 64 * 1024 * 1024;
/** A longer record is rather no TFRecord. */
const longestRecord = 2 ** 31;
const decoder = new TextDecoder('utf-8');

/**
 * The next record; undefined at the end, `damaged` where the file is none or ends early, or where the feature `wanted`
 * is larger than anything that can be labels.
 */
export async function nextExample(
  pull: Pull,
  wanted = '',
): Promise<Features | 'damaged' | undefined> {
  const head = (await pull.take(12)).slice();
  if (head.length === 0) return undefined;
  if (head.length < 12) return 'damaged';
  const view = new DataView(head.buffer);
  const length = view.getUint32(0, true) + view.getUint32(4, true) * 4294967296;
  if (length > longestRecord) return 'damaged';
  const features = await readExample(pull, length, wanted);
  const tail = await pull.take(4);
  return features === undefined || tail.length < 4 ? 'damaged' : features;
}

async function readExample(
  pull: Pull,
  length: number,
  wanted: string,
): Promise<Features | undefined> {
  const features = new Map<string, readonly string[]>();
  const end = pull.offset + length;
  if (length === 0) return features;
  while (pull.offset < end) {
    // Field 1 of an Example holds its features, of a SequenceExample those of the whole; field 2 has lists of features.
    const tag = await varint(pull);
    const inside = await varint(pull);
    const stop = pull.offset + (inside ?? 0);
    if ((tag !== 0x0a && tag !== 0x12) || inside === undefined || stop > end) return undefined;
    while (pull.offset < stop) {
      const entry = await varint(pull);
      const size = await varint(pull);
      if (entry !== 0x0a || size === undefined || pull.offset + size > stop) return undefined;
      if (!(await readEntry(pull, size, features, { wanted, isList: tag === 0x12 })))
        return undefined;
    }
  }
  return pull.offset === end ? features : undefined;
}

async function readEntry(
  pull: Pull,
  size: number,
  features: Map<string, readonly string[]>,
  { wanted, isList }: { readonly wanted: string; readonly isList: boolean },
): Promise<boolean> {
  let whole = size <= keptBytes;
  let bytes: Uint8Array = (await pull.take(whole ? size : keyBytes)).slice();
  if (!whole && keyOf(bytes) === wanted) {
    if (size > longestWanted) return false;
    bytes = joined(bytes, await pull.take(size - bytes.length));
    whole = true;
  } else if (!whole && !(await pull.skip(size - bytes.length))) return false;
  let key = '';
  let values: readonly string[] = [];
  for (const { field, data } of fieldsOf(bytes)) {
    if (field === 1) key = decoder.decode(data);
    else if (field === 2 && whole) values = isList ? listValues(data) : featureValues(data);
  }
  if (key !== '') features.set(key, values);
  return true;
}

function keyOf(entry: Uint8Array): string | undefined {
  for (const { field, data } of fieldsOf(entry)) if (field === 1) return decoder.decode(data);
  return undefined;
}

function joined(start: Uint8Array, rest: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(start.length + rest.length);
  bytes.set(start);
  bytes.set(rest, start.length);
  return bytes;
}

/** FeatureList: a feature for each step. */
function listValues(list: Uint8Array): string[] {
  return Array.from(fieldsOf(list)).flatMap(({ field, data }) =>
    field === 1 ? featureValues(data) : [],
  );
}

/** Feature: 1 bytes list, 2 floats, 3 integers. */
function featureValues(feature: Uint8Array): string[] {
  const values: string[] = [];
  for (const { field, data } of fieldsOf(feature)) {
    for (const { data: item, number } of fieldsOf(data)) {
      if (field === 1) values.push(decoder.decode(item));
      if (field !== 3) continue;
      if (number === undefined) values.push(...varintsIn(item));
      else values.push(number.toString());
    }
  }
  return values;
}

interface Field {
  readonly field: number;
  readonly data: Uint8Array;
  /** Where the field is a number. */
  readonly number: bigint | undefined;
}

function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  while (at < bytes.length) {
    const tag = varintAt(bytes, at);
    const value = tag === undefined ? undefined : varintAt(bytes, tag.next);
    if (tag === undefined || value === undefined) return;
    const field = Number(tag.value >> 3n);
    const kind = Number(tag.value & 7n);
    if (kind === 0) {
      yield { field, data: bytes.subarray(0, 0), number: value.value };
      at = value.next;
    } else if (kind === 2) {
      const end = value.next + Number(value.value);
      yield { field, data: bytes.subarray(value.next, end), number: undefined };
      at = end;
    } else return;
  }
}

function varintsIn(bytes: Uint8Array): string[] {
  const values: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const read = varintAt(bytes, at);
    if (read === undefined) break;
    values.push(BigInt.asIntN(64, read.value).toString());
    at = read.next;
  }
  return values;
}

function varintAt(bytes: Uint8Array, start: number): { value: bigint; next: number } | undefined {
  let value = 0n;
  for (let at = start; at < bytes.length && at < start + 10; at += 1) {
    value |= BigInt(bytes[at] & 127) << BigInt(7 * (at - start));
    if (bytes[at] < 128) return { value, next: at + 1 };
  }
  return undefined;
}

async function varint(pull: Pull): Promise<number | undefined> {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = (await pull.take(1)).at(0);
    if (byte === undefined) return undefined;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
  return undefined;
}
