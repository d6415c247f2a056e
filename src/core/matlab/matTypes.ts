// Types of MATLAB's files, versions 4 and 5 (MathWorks, MAT-File Format), as elements of arrays.
// Must not know files.

import type { NpyArray } from '../arrays/npyHeader';

export type ElementType = Pick<NpyArray, 'kind' | 'size'>;

/** Numbers of version 5 by their type in the file; text types are 16, 17 and 18. */
export const storedTypes: Readonly<Partial<Record<number, ElementType>>> = {
  1: { kind: 'i', size: 1 },
  2: { kind: 'u', size: 1 },
  3: { kind: 'i', size: 2 },
  4: { kind: 'u', size: 2 },
  5: { kind: 'i', size: 4 },
  6: { kind: 'u', size: 4 },
  7: { kind: 'f', size: 4 },
  9: { kind: 'f', size: 8 },
  12: { kind: 'i', size: 8 },
  13: { kind: 'u', size: 8 },
  16: { kind: 'u', size: 1 },
  17: { kind: 'u', size: 2 },
  18: { kind: 'u', size: 4 },
};

/** Numbers of version 4 by the third digit of a header's type. */
export const oldTypes: readonly ElementType[] = [
  { kind: 'f', size: 8 },
  { kind: 'f', size: 4 },
  { kind: 'i', size: 4 },
  { kind: 'i', size: 2 },
  { kind: 'u', size: 2 },
  { kind: 'u', size: 1 },
];

/** Type codes of elements that are no numbers. */
export const matrixType = 14;
export const compressedType = 15;

/** Classes of matrices. */
export const matrixClass = {
  cell: 1,
  struct: 2,
  object: 3,
  char: 4,
  sparse: 5,
  last: 15,
  opaque: 17,
} as const;
