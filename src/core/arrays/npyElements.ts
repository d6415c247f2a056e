// Elements of an NPY array as numbers or as the bytes of their text.
// Must not know what they mean.

import type { NpyArray } from './npyHeader';
import type { ByteBuffer } from '../bytes/byteBuffer';

/** Reads the number at a byte of the view; 64-bit integers beyond 2^53 lose their last digits. */
export function numberReader(array: NpyArray): (view: DataView, at: number) => number {
  const { kind, size, little } = array;
  if (kind === 'f') {
    if (size === 2) return (view, at) => half(view.getUint16(at, little));
    return size === 4
      ? (view, at) => view.getFloat32(at, little)
      : (view, at) => view.getFloat64(at, little);
  }
  if (size === 8) {
    return kind === 'i'
      ? (view, at) => Number(view.getBigInt64(at, little))
      : (view, at) => Number(view.getBigUint64(at, little));
  }
  if (kind === 'i') {
    if (size === 1) return (view, at) => view.getInt8(at);
    return size === 2
      ? (view, at) => view.getInt16(at, little)
      : (view, at) => view.getInt32(at, little);
  }
  if (size === 1) return (view, at) => view.getUint8(at);
  return size === 2
    ? (view, at) => view.getUint16(at, little)
    : (view, at) => view.getUint32(at, little);
}

function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Writes the text at a byte of the view, without the zeros that fill it up, as UTF-8 into `out`. */
export function textReader(array: NpyArray): (view: DataView, at: number, out: ByteBuffer) => void {
  const { kind, size, little, blanks } = array;
  if (kind === 'S') {
    const fill = blanks === true ? 32 : 0;
    return (view, at, out) => {
      let end = size;
      while (end > 0 && view.getUint8(at + end - 1) === fill) end -= 1;
      out.length = 0;
      for (let byte = 0; byte < end; byte += 1) out.push(view.getUint8(at + byte));
    };
  }
  return (view, at, out) => {
    let end = size / 4;
    while (end > 0 && view.getUint32(at + (end - 1) * 4, little) === 0) end -= 1;
    out.length = 0;
    for (let letter = 0; letter < end; letter += 1) {
      out.pushCodePoint(Math.min(view.getUint32(at + letter * 4, little), 0x10ffff));
    }
  };
}
