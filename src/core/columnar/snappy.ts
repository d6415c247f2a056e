// Raw snappy, plainly: the start of what is packed, or all of it.
// Must not know pages. Throws a `RangeError` where the bytes are damaged or hold another number of them than they should.

/** The first bytes of the `size` that are packed, `most` of them at least where there are so many, and all where absent. */
export function unpackSnappy(packed: Uint8Array, size: number, most = size): Uint8Array {
  const header = readSize(packed);
  if (header.size !== size) throw damaged();
  // A damaged size must not set aside more than could be packed: 64 bytes in three.
  if (size > packed.length * 24) throw damaged();
  const out = new Uint8Array(size);
  let { at } = header;
  let place = 0;
  while (at < packed.length && (place < most || most === size)) {
    const tag = packed[at++];
    const more = moreBytes(tag);
    if (more > packed.length - at) throw damaged();
    const number = readNumber(packed, at, more);
    at += more;
    if ((tag & 3) === 0) {
      const length = (more === 0 ? tag >>> 2 : number) + 1;
      if (length > packed.length - at || length > size - place) throw damaged();
      out.set(packed.subarray(at, at + length), place);
      at += length;
      place += length;
    } else place += repeat(out, place, tag, number);
  }
  if (most === size && place < size) throw damaged();
  // A view of more would show zeros behind them.
  return place < size ? out.slice(0, place) : out;
}

/** Repeats bytes from further back, which may be those that it writes; answers how many. */
function repeat(out: Uint8Array, place: number, tag: number, number: number): number {
  const isShort = (tag & 3) === 1;
  const length = isShort ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1;
  const back = isShort ? ((tag >>> 5) << 8) | number : number;
  if (back === 0 || back > place || length > out.length - place) throw damaged();
  if (back >= length) out.copyWithin(place, place - back, place - back + length);
  else for (let done = 0; done < length; done++) out[place + done] = out[place + done - back];
  return length;
}

/** Bytes behind a tag that say how long it is or how far back. */
function moreBytes(tag: number): number {
  const kind = tag & 3;
  if (kind === 0) return Math.max(0, (tag >>> 2) - 59);
  return kind === 3 ? 4 : kind;
}

function readNumber(bytes: Uint8Array, at: number, length: number): number {
  let number = 0;
  for (let byte = 0; byte < length; byte++) number |= bytes[at + byte] << (byte * 8);
  return number >>> 0;
}

function readSize(packed: Uint8Array): { readonly size: number; readonly at: number } {
  let size = 0;
  for (let at = 0; at < 5 && at < packed.length; at++) {
    size |= (packed[at] & 0x7f) << (at * 7);
    if (packed[at] < 0x80) return { size: size >>> 0, at: at + 1 };
  }
  throw damaged();
}

function damaged(): RangeError {
  return new RangeError('What snappy has packed is damaged.');
}
