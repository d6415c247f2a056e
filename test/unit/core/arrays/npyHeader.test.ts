// Headers of NPY arrays: plain types, records, and what is refused with its reason.

import { describe, expect, test } from 'vitest';
import { parseHeader } from '../../../../src/core/arrays/npyHeader';

const header = (descr: string): string =>
  `{'descr': ${descr}, 'fortran_order': False, 'shape': (3,), }`;

describe('records', () => {
  test('are read by the field named like labels, wherever it stands', () => {
    const descr = "[('path', '<U5'), ('box', '<f4', (4,)), ('label', '>i2'), ('time', '<M8[ns]')]";
    expect(parseHeader(header(descr))).toMatchObject({
      ...{ kind: 'i', size: 2, little: false, shape: [3] },
      field: { name: 'label', record: 20 + 16 + 2 + 8, offset: 36 },
    });
  });

  test('whose fields have titles go by their names', () => {
    const descr = "[(('What it shows', 'target'), '|u1'), ('score', '<f8')]";
    expect(parseHeader(header(descr))).toMatchObject({
      field: { name: 'target', record: 9, offset: 0 },
    });
  });

  test.each([
    ["[('a', '<f4'), ('b', '<f4')]", 'no field of them is named like labels'],
    ["[('label', '<i4', (2,))]", 'no field of them is named like labels'],
    ["[('label', '|O')]", 'it holds Python objects'],
    ["[('label', [('x', '<i4')])]", 'records within records'],
    ["[('label', '<i4')", 'records within records'],
    ["'<c8'", 'its type c8 is unknown'],
  ])('%s are refused', (descr, reason) => {
    expect((parseHeader(header(descr)) as { refused?: string }).refused).toContain(reason);
  });

  test('of nothing but blanks are given up at once', () => {
    const descr = `[('label', '<i4'${' '.repeat(60_000)}`;
    expect(parseHeader(header(descr))).toHaveProperty('refused');
  });
});
