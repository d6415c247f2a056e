// The probe's arithmetic in AssemblyScript with SIMD: products of small float32 matrices, patches of images, their pooling.
// Must not know losses or files; matrixModule.ts is built from it by scripts/matrixKernels.mjs. Pointers are byte offsets.

/**
 * out[r, c] = Σ_k a[r, k] · b[k, c]; row-major, no strides, columns a multiple of 4.
 * Each sum runs over k in order, so that the result does not depend on how rows are blocked.
 */
export function product(a: usize, b: usize, out: usize, rows: i32, inner: i32, columns: i32): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    let c = 0;
    for (; c + 8 <= columns; c += 8) tile4x8(a, b, out, r, c, inner, columns);
    for (; c < columns; c += 4) {
      for (let i = 0; i < 4; i++) tile1x4(a, b, out, r + i, c, inner, columns);
    }
  }
  for (; r < rows; r++) {
    for (let c = 0; c < columns; c += 4) tile1x4(a, b, out, r, c, inner, columns);
  }
}

function tile4x8(a: usize, b: usize, out: usize, r: i32, c: i32, inner: i32, columns: i32): void {
  const aStep = (<usize>inner) << 2;
  const bStep = (<usize>columns) << 2;
  let a0 = a + <usize>r * aStep;
  let a1 = a0 + aStep;
  let a2 = a1 + aStep;
  let a3 = a2 + aStep;
  let at = b + ((<usize>c) << 2);
  let s00 = f32x4.splat(0),
    s01 = s00,
    s10 = s00,
    s11 = s00;
  let s20 = s00,
    s21 = s00,
    s30 = s00,
    s31 = s00;
  for (let k = 0; k < inner; k++) {
    const b0 = v128.load(at);
    const b1 = v128.load(at, 16);
    const x0 = v128.load32_splat(a0);
    const x1 = v128.load32_splat(a1);
    const x2 = v128.load32_splat(a2);
    const x3 = v128.load32_splat(a3);
    s00 = f32x4.add(s00, f32x4.mul(x0, b0));
    s01 = f32x4.add(s01, f32x4.mul(x0, b1));
    s10 = f32x4.add(s10, f32x4.mul(x1, b0));
    s11 = f32x4.add(s11, f32x4.mul(x1, b1));
    s20 = f32x4.add(s20, f32x4.mul(x2, b0));
    s21 = f32x4.add(s21, f32x4.mul(x2, b1));
    s30 = f32x4.add(s30, f32x4.mul(x3, b0));
    s31 = f32x4.add(s31, f32x4.mul(x3, b1));
    a0 += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    at += bStep;
  }
  let to = out + <usize>r * bStep + ((<usize>c) << 2);
  v128.store(to, s00);
  v128.store(to, s01, 16);
  to += bStep;
  v128.store(to, s10);
  v128.store(to, s11, 16);
  to += bStep;
  v128.store(to, s20);
  v128.store(to, s21, 16);
  to += bStep;
  v128.store(to, s30);
  v128.store(to, s31, 16);
}

function tile1x4(a: usize, b: usize, out: usize, r: i32, c: i32, inner: i32, columns: i32): void {
  const bStep = (<usize>columns) << 2;
  let from = a + ((<usize>r * <usize>inner) << 2);
  let at = b + ((<usize>c) << 2);
  let sum = f32x4.splat(0);
  for (let k = 0; k < inner; k++) {
    sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(from), v128.load(at)));
    from += 4;
    at += bStep;
  }
  v128.store(out + <usize>r * bStep + ((<usize>c) << 2), sum);
}

/** out[m, n] = Σ_r a[r, m] · b[r, n]: aᵀ b. `m` and `n` are multiples of 4. */
export function transposedProduct(a: usize, b: usize, out: usize, rows: i32, m: i32, n: i32): void {
  for (let i = 0; i < m; i += 4) {
    let j = 0;
    for (; j + 8 <= n; j += 8) outer4x8(a, b, out, i, j, rows, m, n);
    for (; j < n; j += 4) outer4x4(a, b, out, i, j, rows, m, n);
  }
}

function outer4x8(a: usize, b: usize, out: usize, i: i32, j: i32, rows: i32, m: i32, n: i32): void {
  const aStep = (<usize>m) << 2;
  const bStep = (<usize>n) << 2;
  let from = a + ((<usize>i) << 2);
  let at = b + ((<usize>j) << 2);
  let s00 = f32x4.splat(0),
    s01 = s00,
    s10 = s00,
    s11 = s00;
  let s20 = s00,
    s21 = s00,
    s30 = s00,
    s31 = s00;
  for (let r = 0; r < rows; r++) {
    const b0 = v128.load(at);
    const b1 = v128.load(at, 16);
    const x0 = v128.load32_splat(from);
    const x1 = v128.load32_splat(from, 4);
    const x2 = v128.load32_splat(from, 8);
    const x3 = v128.load32_splat(from, 12);
    s00 = f32x4.add(s00, f32x4.mul(x0, b0));
    s01 = f32x4.add(s01, f32x4.mul(x0, b1));
    s10 = f32x4.add(s10, f32x4.mul(x1, b0));
    s11 = f32x4.add(s11, f32x4.mul(x1, b1));
    s20 = f32x4.add(s20, f32x4.mul(x2, b0));
    s21 = f32x4.add(s21, f32x4.mul(x2, b1));
    s30 = f32x4.add(s30, f32x4.mul(x3, b0));
    s31 = f32x4.add(s31, f32x4.mul(x3, b1));
    from += aStep;
    at += bStep;
  }
  let to = out + <usize>i * bStep + ((<usize>j) << 2);
  v128.store(to, s00);
  v128.store(to, s01, 16);
  to += bStep;
  v128.store(to, s10);
  v128.store(to, s11, 16);
  to += bStep;
  v128.store(to, s20);
  v128.store(to, s21, 16);
  to += bStep;
  v128.store(to, s30);
  v128.store(to, s31, 16);
}

function outer4x4(a: usize, b: usize, out: usize, i: i32, j: i32, rows: i32, m: i32, n: i32): void {
  const aStep = (<usize>m) << 2;
  const bStep = (<usize>n) << 2;
  let from = a + ((<usize>i) << 2);
  let at = b + ((<usize>j) << 2);
  let s0 = f32x4.splat(0),
    s1 = s0,
    s2 = s0,
    s3 = s0;
  for (let r = 0; r < rows; r++) {
    const b0 = v128.load(at);
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(from), b0));
    s1 = f32x4.add(s1, f32x4.mul(v128.load32_splat(from, 4), b0));
    s2 = f32x4.add(s2, f32x4.mul(v128.load32_splat(from, 8), b0));
    s3 = f32x4.add(s3, f32x4.mul(v128.load32_splat(from, 12), b0));
    from += aStep;
    at += bStep;
  }
  let to = out + <usize>i * bStep + ((<usize>j) << 2);
  v128.store(to, s0);
  to += bStep;
  v128.store(to, s1);
  to += bStep;
  v128.store(to, s2);
  to += bStep;
  v128.store(to, s3);
}

/** x[r, c] = (x[r, c] − mean[c]) · factor[c], in place; columns a multiple of 4. */
export function standardise(x: usize, mean: usize, factor: usize, rows: i32, columns: i32): void {
  for (let r = 0; r < rows; r++) {
    for (let c: usize = 0; c < (<usize>columns) << 2; c += 16) {
      const centred = f32x4.sub(v128.load(x + c), v128.load(mean + c));
      v128.store(x + c, f32x4.mul(centred, v128.load(factor + c)));
    }
    x += (<usize>columns) << 2;
  }
}

/**
 * All size x size patches of an RGB image (uint8, row-major) at a stride, as rows of size · size · 3 float32, each with
 * mean 0 and divided by √(variance + 10) on the scale of bytes. Rows stand quadrant by quadrant: top left, top right,
 * bottom left, bottom right; `half` positions a side belong to the first of two halves, `grid` to both.
 */
export function patches(
  image: usize,
  width: i32,
  size: i32,
  stride: i32,
  grid: i32,
  half: i32,
  out: usize,
): void {
  for (let quadrant = 0; quadrant < 4; quadrant++) {
    const bottom = quadrant >> 1,
      right = quadrant & 1;
    const yEnd = bottom ? grid : half,
      xEnd = right ? grid : half;
    for (let y = bottom ? half : 0; y < yEnd; y++) {
      for (let x = right ? half : 0; x < xEnd; x++) {
        patch(image + <usize>((y * stride * width + x * stride) * 3), width * 3, size, out);
        out += (<usize>(size * size * 3)) << 2;
      }
    }
  }
}

function patch(from: usize, rowBytes: i32, size: i32, out: usize): void {
  const wide = size * 3;
  let at = out;
  let sum = 0,
    squares = 0;
  for (let y = 0; y < size; y++) {
    for (let j = 0; j < wide; j++) {
      const value = <i32>load<u8>(from + <usize>j);
      sum += value;
      squares += value * value;
      store<f32>(at, <f32>value);
      at += 4;
    }
    from += <usize>rowBytes;
  }
  const count = <f32>(size * wide);
  const mean = <f32>sum / count;
  const variance = max<f32>(<f32>squares / count - mean * mean, 0);
  const means = f32x4.splat(mean);
  const factors = f32x4.splat(1 / sqrt<f32>(variance + 10));
  const end = at;
  for (at = out; at < end; at += 16) {
    v128.store(at, f32x4.mul(f32x4.sub(v128.load(at), means), factors));
  }
}

/** out[c] = mean over rows of max(0, x[r, c] − threshold[c]); columns a multiple of 4, rows > 0. */
export function rectifiedMean(
  x: usize,
  threshold: usize,
  out: usize,
  rows: i32,
  columns: i32,
): void {
  const zero = f32x4.splat(0);
  const share = f32x4.splat(1 / <f32>rows);
  const step = (<usize>columns) << 2;
  for (let c: usize = 0; c < step; c += 16) {
    const least = v128.load(threshold + c);
    let sum = zero;
    let at = x + c;
    for (let r = 0; r < rows; r++) {
      sum = f32x4.add(sum, f32x4.max(f32x4.sub(v128.load(at), least), zero));
      at += step;
    }
    v128.store(out + c, f32x4.mul(sum, share));
  }
}
