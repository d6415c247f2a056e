// TensorBoard's file form: TFRecord framing with CRC-32C around protocol-buffer events of scalars.
// Must not know runs. Sources: tensorflow/core/lib/io/record_writer.h, tensorflow/core/util/event.proto.

/** One number at one step. */
export interface Scalar {
  readonly tag: string;
  readonly value: number;
  readonly step: number;
  /** Seconds since 1970. */
  readonly time: number;
}

/** A whole events file: the version first, then the scalars in order. */
export function eventsFile(scalars: readonly Scalar[], created: number): Uint8Array {
  const version = join([double(1, created), text(3, 'brain.Event:2')]);
  return join([version, ...scalars.map(eventOf)].map(framed));
}

/** Event { wall_time = 1, step = 2, summary = 5 { value = 1 { tag = 1, simple_value = 2 } } } */
function eventOf({ tag, value, step, time }: Scalar): Uint8Array {
  const one = bytes(1, join([text(1, tag), float(2, value)]));
  return join([double(1, time), varintField(2, step), bytes(5, one)]);
}

function framed(data: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setBigUint64(0, BigInt(data.length), true);
  return join([length, maskedCrc(length), data, maskedCrc(data)]);
}

function maskedCrc(data: Uint8Array): Uint8Array {
  const crc = crc32c(data);
  const masked = (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, masked, true);
  return out;
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0);
  return crc >>> 0;
});

function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) crc = (crc >>> 8) ^ table[(crc ^ byte) & 255];
  return (crc ^ 0xffffffff) >>> 0;
}

function varint(value: number): Uint8Array {
  const out: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push((rest % 128) | 128);
  return Uint8Array.from([...out, rest]);
}

const key = (field: number, wire: number): Uint8Array => varint(field * 8 + wire);

function varintField(field: number, value: number): Uint8Array {
  return join([key(field, 0), varint(value)]);
}

function double(field: number, value: number): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setFloat64(0, value, true);
  return join([key(field, 1), out]);
}

function float(field: number, value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setFloat32(0, value, true);
  return join([key(field, 5), out]);
}

function bytes(field: number, value: Uint8Array): Uint8Array {
  return join([key(field, 2), varint(value.length), value]);
}

function text(field: number, value: string): Uint8Array {
  return bytes(field, new TextEncoder().encode(value));
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
