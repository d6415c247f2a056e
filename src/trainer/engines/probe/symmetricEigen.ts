// Eigenvalues and eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub and Van Loan, 8.5).
// Must not know what the matrix describes.

export interface Eigen {
  readonly values: Float64Array;
  /** Row-major; column j belongs to value j. */
  readonly vectors: Float64Array;
}

const sweeps = 60;

/** @param matrix row-major `size` x `size`, symmetric, finite; overwritten. */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  const diagonal = (i: number): number => matrix[i * size + i];
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let off = 0;
    let all = 0;
    for (let p = 0; p < size; p++) {
      all += diagonal(p) ** 2;
      for (let q = p + 1; q < size; q++) off += matrix[p * size + q] ** 2;
    }
    if (off <= 1e-22 * all) break;
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(matrix, vectors, size, p, q);
    }
  }
  return { values: Float64Array.from({ length: size }, (_, i) => diagonal(i)), vectors };
}

function rotate(a: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const between = a[p * size + q];
  if (between === 0) return;
  const theta = (a[q * size + q] - a[p * size + p]) / (2 * between);
  const tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  for (let k = 0; k < size; k++) {
    const [atP, atQ] = [a[k * size + p], a[k * size + q]];
    a[k * size + p] = cosine * atP - sine * atQ;
    a[k * size + q] = sine * atP + cosine * atQ;
  }
  for (let k = 0; k < size; k++) {
    const [atP, atQ] = [a[p * size + k], a[q * size + k]];
    a[p * size + k] = cosine * atP - sine * atQ;
    a[q * size + k] = sine * atP + cosine * atQ;
    const [vP, vQ] = [vectors[k * size + p], vectors[k * size + q]];
    vectors[k * size + p] = cosine * vP - sine * vQ;
    vectors[k * size + q] = sine * vP + cosine * vQ;
  }
}
