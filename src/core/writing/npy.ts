// The NPY file form, version 1.0 (numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
// Must not know what the numbers mean.

const alignment = 64;

/** A little-endian float32 array of shape (values.length,). */
export function npyFloat32(values: readonly number[]): Uint8Array {
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${values.length},), }`;
  const before = 10;
  const length = Math.ceil((before + description.length + 1) / alignment) * alignment - before;
  const bytes = new Uint8Array(before + length + values.length * 4);
  const view = new DataView(bytes.buffer);
  bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0], 0);
  view.setUint16(8, length, true);
  bytes.set(new TextEncoder().encode(description.padEnd(length - 1) + '\n'), before);
  values.forEach((value, at) => {
    view.setFloat32(before + length + at * 4, value, true);
  });
  return bytes;
}
