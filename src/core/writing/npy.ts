// The NPY file form, version 1.0 (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
// Must not know what the numbers mean.

const alignment = 64;

/** Element types that are written, as NumPy describes them: little-endian. */
export type NpyType = '<f4' | '<i4' | '|u1';

/**
 * The head of an array in C order; the elements follow it.
 * @param room of the head in bytes, a multiple of 64, where it must stay the same for other shapes.
 */
export function npyHeader(type: NpyType, shape: readonly number[], room = 0): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const description = `{'descr': '${type}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const before = 10;
  const least = Math.ceil((before + description.length + 1) / alignment) * alignment;
  const size = Math.max(room, least) - before;
  const bytes = new Uint8Array(before + size);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0], 0);
  new DataView(bytes.buffer).setUint16(8, size, true);
  bytes.set(new TextEncoder().encode(description.padEnd(size - 1) + '\n'), before);
  return bytes;
}

/** The head of a file with a little-endian float32 array of shape (length,). */
export function npyHead(length: number): Uint8Array {
  return npyHeader('<f4', [length]);
}

/** The values as they stand behind the head. */
export function npyValues(values: ArrayLike<number>, count = values.length): Uint8Array {
  const bytes = new Uint8Array(count * 4);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < count; at += 1) view.setFloat32(at * 4, values[at], true);
  return bytes;
}

/** A little-endian float32 array of shape (values.length,). */
export function npyFloat32(values: readonly number[]): Uint8Array {
  const [head, body] = [npyHead(values.length), npyValues(values)];
  const bytes = new Uint8Array(head.length + body.length);
  bytes.set(head);
  bytes.set(body, head.length);
  return bytes;
}
