// The header of an IDX file (yann.lecun.com/exdb/mnist): 00 00, element type, dimensions, sizes in big-endian order.
// Must not know what the elements mean.

/** Element type code to bytes. */
const sizes: ReadonlyMap<number, number> = new Map([
  [0x08, 1],
  [0x09, 1],
  [0x0b, 2],
  [0x0c, 4],
  [0x0d, 4],
  [0x0e, 8],
]);

export interface IdxHeader {
  readonly type: number;
  readonly dims: readonly number[];
  /** Bytes of the header. */
  readonly length: number;
  /** Bytes of an element. */
  readonly size: number;
}

/** Reads the header; undefined where the bytes are none. */
export function readIdxHeader(bytes: Uint8Array): IdxHeader | undefined {
  if (bytes.length < 8 || bytes[0] !== 0 || bytes[1] !== 0) return undefined;
  const size = sizes.get(bytes[2]);
  const count = bytes[3];
  const length = 4 + 4 * count;
  if (size === undefined || count === 0 || count > 8 || bytes.length < length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const dims = Array.from({ length: count }, (_, at) => view.getUint32(4 + 4 * at));
  return { type: bytes[2], dims, length, size };
}

/** The element at a byte of the view. */
export function idxElement(view: DataView, at: number, type: number): number {
  switch (type) {
    case 0x09:
      return view.getInt8(at);
    case 0x0b:
      return view.getInt16(at);
    case 0x0c:
      return view.getInt32(at);
    case 0x0d:
      return view.getFloat32(at);
    case 0x0e:
      return view.getFloat64(at);
    default:
      return view.getUint8(at);
  }
}
