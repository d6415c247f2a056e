import { describe, expect, test } from 'vitest';
import { Matrices, padded } from '../../../src/trainer/engines/probe/matrix';
import { Random } from '../../../src/trainer/random';

const random = new Random(3, 'matrices');
const numbers = (count: number) => Float32Array.from({ length: count }, () => random.normal());

function put(matrices: Matrices, values: Float32Array): number {
  const at = matrices.allocate(values.byteLength);
  matrices.floats(at, values.length).set(values);
  return at;
}

/** Σ over k of a(row, k) · b(k, column). */
const plain = (a: (k: number) => number, b: (k: number) => number, inner: number): number =>
  Array.from({ length: inner }, (_, k) => a(k) * b(k)).reduce((sum, one) => sum + one, 0);

const sizes = [
  [1, 1, 4],
  [3, 5, 8],
  [4, 16, 12],
  [7, 9, 20],
  [33, 108, 128],
];

describe('the kernels', () => {
  test.each(sizes)('multiply %d x %d by %d columns as plain loops do', (rows, inner, columns) => {
    const matrices = new Matrices();
    const [a, b] = [numbers(rows * inner), numbers(inner * columns)];
    const [atA, atB] = [put(matrices, a), put(matrices, b)];
    const out = matrices.allocate(rows * columns * 4);
    matrices.kernels.product(atA, atB, out, rows, inner, columns);
    matrices.floats(out, rows * columns).forEach((value, at) => {
      const [row, column] = [Math.floor(at / columns), at % columns];
      const wanted = plain(
        (k) => a[row * inner + k],
        (k) => b[k * columns + column],
        inner,
      );
      expect(value).toBeCloseTo(wanted, 4);
    });
  });

  test.each([
    [1, 4, 4],
    [5, 8, 12],
    [64, 20, 8],
  ])('multiply the transpose of %d x %d by %d columns', (rows, m, n) => {
    const matrices = new Matrices();
    const [a, b] = [numbers(rows * m), numbers(rows * n)];
    const [atA, atB] = [put(matrices, a), put(matrices, b)];
    const out = matrices.allocate(m * n * 4);
    matrices.kernels.transposedProduct(atA, atB, out, rows, m, n);
    matrices.floats(out, m * n).forEach((value, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      const wanted = plain(
        (r) => a[r * m + i],
        (r) => b[r * n + j],
        rows,
      );
      expect(value).toBeCloseTo(wanted, 4);
    });
  });

  test('take patches quadrant by quadrant, each with mean 0', () => {
    const matrices = new Matrices();
    const [width, size, stride, grid, half] = [10, 6, 2, 3, 2];
    const image = Uint8Array.from({ length: width * width * 3 }, () => random.whole(256));
    const from = matrices.allocate(image.length);
    matrices.bytes(from, image.length).set(image);
    const length = size * size * 3;
    const to = matrices.allocate(grid * grid * length * 4);
    matrices.kernels.patches(from, width, size, stride, grid, half, to);
    // Rows: four of the top left, two of the top right, two of the bottom left, one of the bottom right.
    const corners = [
      [0, 0],
      [0, 2],
      [2, 0],
      [2, 2],
      [0, 4],
      [2, 4],
      [4, 0],
      [4, 2],
      [4, 4],
    ];
    corners.forEach(([y, x], row) => {
      const patch = matrices.floats(to + row * length * 4, length);
      const raw = Array.from({ length }, (_, at) => {
        const line = y + Math.floor(at / (size * 3));
        return image[(line * width + x) * 3 + (at % (size * 3))];
      });
      const mean = raw.reduce((sum, one) => sum + one, 0) / length;
      const variance = raw.reduce((sum, one) => sum + (one - mean) ** 2, 0) / length;
      patch.forEach((value, at) => {
        expect(value).toBeCloseTo((raw[at] - mean) / Math.sqrt(variance + 10), 3);
      });
    });
  });

  test('average what exceeds a threshold', () => {
    const matrices = new Matrices();
    const x = put(matrices, Float32Array.from([1, -1, 3, 0, 3, 5, 3, 2]));
    const threshold = put(matrices, Float32Array.from([0, 1, 2, 3]));
    const out = matrices.allocate(16);
    matrices.kernels.rectifiedMean(x, threshold, out, 2, 4);
    expect([...matrices.floats(out, 4)]).toEqual([2, 2, 1, 0]);
  });

  test('standardise columns', () => {
    const matrices = new Matrices();
    const x = put(matrices, Float32Array.from([1, 2, 3, 4]));
    const [mean, factor] = [Float32Array.of(1, 1, 1, 1), Float32Array.of(2, 1, 0, 1)];
    matrices.kernels.standardise(x, put(matrices, mean), put(matrices, factor), 1, 4);
    expect([...matrices.floats(x, 4)]).toEqual([0, 1, 0, 3]);
  });
});

describe('the memory', () => {
  test('gives zeros again after a release', () => {
    const matrices = new Matrices();
    const { mark } = matrices;
    const first = matrices.allocate(64);
    matrices.floats(first, 16).fill(7);
    matrices.release(mark);
    expect([...matrices.floats(matrices.allocate(64), 16)]).toEqual(Array(16).fill(0));
  });

  test('pads columns to a multiple of four', () => {
    expect([1, 4, 10, 12].map(padded)).toEqual([4, 4, 12, 12]);
  });
});
