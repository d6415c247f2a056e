// The NPY file form, version 1.0 (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
// Must not know what the numbers mean.

const alignment = 64;

/** Element types that are written, as NumPy describes them: little-endian. */
export type NpyType = '<f4' | '<i4' | '|u1';

/**
 * The header of an array in C order; the elements follow it.
 * @param room of the header in bytes, a multiple of 64, where it must stay the same for other shapes.
 */
export function npyHeader(type: NpyType, shape: readonly number[], room = 0): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const description = `{'descr': '${type}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const before = 10;
  const least = Math.ceil((before + description.length + 1) / alignment) * alignment;
  const length = Math.max(room, least) - before;
  const bytes = new Uint8Array(before + length);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0], 0);
  new DataView(bytes.buffer).setUint16(8, length, true);
  bytes.set(new TextEncoder().encode(description.padEnd(length - 1) + '\n'), before);
  return bytes;
}

/** A little-endian float32 array of shape (values.length,). */
export function npyFloat32(values: readonly number[]): Uint8Array {
  const header = npyHeader('<f4', [values.length]);
  const bytes = new Uint8Array(header.length + values.length * 4);
  const view = new DataView(bytes.buffer);
  bytes.set(header, 0);
  values.forEach((value, at) => {
    view.setFloat32(header.length + at * 4, value, true);
  });
  return bytes;
}
