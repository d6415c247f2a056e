// The last layer: logits of a block of rows and, backwards, gradients of its parameters and its input.
// Must not know losses or what the rows are.

import { blockRows } from './featureRows';
import { type Matrices, padded } from './matrix';

/** A linear layer with bias or, for margins on angles, of cosines without. */
export class Head {
  /** Weights (inputs x classes), then biases where there are any. */
  readonly size: number;
  /** Logits of the block, `stride` apart; replaced by their gradient before {@link backward}. */
  readonly stride: number;
  readonly #weights: number;
  readonly #transposed: number;
  readonly #logits: number;
  readonly #gradient: number;
  readonly #lengths: Float64Array;
  readonly #rowLengths = new Float64Array(blockRows);
  #bias = new Float64Array(0);
  /** Columns scaled to length 1 (cosine) or as they are. */
  #columns = new Float64Array(0);

  constructor(
    private readonly matrices: Matrices,
    /** Meaningful columns of a row, and columns a row has. */
    private readonly inputs: number,
    private readonly width: number,
    private readonly classes: number,
    private readonly cosine: boolean,
    needsInputGradient: boolean,
  ) {
    this.stride = padded(classes);
    this.size = inputs * classes + (cosine ? 0 : classes);
    this.#weights = matrices.allocate(width * this.stride * 4);
    this.#transposed = needsInputGradient ? matrices.allocate(width * this.stride * 4) : 0;
    this.#logits = matrices.allocate(blockRows * this.stride * 4);
    this.#gradient = matrices.allocate(width * this.stride * 4);
    this.#lengths = new Float64Array(classes);
  }

  /** Takes the parameters for the calls that follow. */
  load(parameters: Float64Array): void {
    const { inputs, classes, stride } = this;
    const count = inputs * classes;
    this.#columns = parameters.slice(0, count);
    this.#bias = this.cosine ? new Float64Array(classes) : parameters.slice(count);
    if (this.cosine) this.#normaliseColumns();
    const to = this.matrices.floats(this.#weights, this.width * stride);
    for (let row = 0; row < inputs; row++) {
      for (let c = 0; c < classes; c++) to[row * stride + c] = this.#columns[row * classes + c];
    }
    if (this.#transposed === 0) return;
    const back = this.matrices.floats(this.#transposed, this.width * stride);
    for (let row = 0; row < inputs; row++) {
      for (let c = 0; c < classes; c++) back[c * this.width + row] = to[row * stride + c];
    }
  }

  /** Logits of `rows` rows at `input`, in this layer's own array. */
  forward(input: number, rows: number): Float32Array {
    const { classes, stride } = this;
    this.matrices.kernels.product(input, this.#weights, this.#logits, rows, this.width, stride);
    const logits = this.matrices.floats(this.#logits, rows * stride);
    if (this.cosine) {
      this.#measureRows(input, rows);
      for (let at = 0; at < logits.length; at++) logits[at] /= this.#rowLengths[(at / stride) | 0];
      return logits;
    }
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < classes; c++) logits[row * stride + c] += this.#bias[c];
    }
    return logits;
  }

  /**
   * Adds the gradient of the parameters, given that of the logits in this layer's array. Where `inputGradient` is
   * given, writes that of the rows there.
   */
  backward(input: number, rows: number, gradient: Float64Array, inputGradient?: number): void {
    const { kernels } = this.matrices;
    const { classes, stride, inputs, width } = this;
    const slopes = this.matrices.floats(this.#logits, rows * stride);
    const cosines = this.cosine && inputGradient !== undefined;
    const shares = cosines ? this.#rowShares(input, rows, slopes) : undefined;
    if (this.cosine) {
      for (let at = 0; at < slopes.length; at++) slopes[at] /= this.#rowLengths[(at / stride) | 0];
    } else {
      const first = inputs * classes;
      for (let row = 0; row < rows; row++) {
        for (let c = 0; c < classes; c++) gradient[first + c] += slopes[row * stride + c];
      }
    }
    kernels.transposedProduct(input, this.#logits, this.#gradient, rows, width, stride);
    const block = this.matrices.floats(this.#gradient, width * stride);
    for (let row = 0; row < inputs; row++) {
      for (let c = 0; c < classes; c++) gradient[row * classes + c] += block[row * stride + c];
    }
    if (inputGradient === undefined) return;
    kernels.product(this.#logits, this.#transposed, inputGradient, rows, stride, width);
    if (shares !== undefined) this.#alongSphere(input, inputGradient, rows, shares);
  }

  /** Once per evaluation: cosine layers' gradients so far are by columns of length 1; makes them by the parameters. */
  finish(gradient: Float64Array): void {
    if (!this.cosine) return;
    const { inputs, classes } = this;
    for (let c = 0; c < classes; c++) {
      let along = 0;
      for (let row = 0; row < inputs; row++) {
        along += gradient[row * classes + c] * this.#columns[row * classes + c];
      }
      for (let row = 0; row < inputs; row++) {
        const at = row * classes + c;
        gradient[at] = (gradient[at] - along * this.#columns[at]) / this.#lengths[c];
      }
    }
  }

  #normaliseColumns(): void {
    const { inputs, classes } = this;
    for (let c = 0; c < classes; c++) {
      let squares = 0;
      for (let row = 0; row < inputs; row++) squares += this.#columns[row * classes + c] ** 2;
      this.#lengths[c] = Math.max(Math.sqrt(squares), 1e-12);
      for (let row = 0; row < inputs; row++) this.#columns[row * classes + c] /= this.#lengths[c];
    }
  }

  #measureRows(input: number, rows: number): void {
    const values = this.matrices.floats(input, rows * this.width);
    for (let row = 0; row < rows; row++) {
      let squares = 0;
      for (let at = row * this.width; at < (row + 1) * this.width; at++) squares += values[at] ** 2;
      this.#rowLengths[row] = Math.max(Math.sqrt(squares), 1e-12);
    }
  }

  /** Of each row, Σ over classes of slope · cosine / length²: what the gradient has along the row itself. */
  #rowShares(input: number, rows: number, slopes: Float32Array): Float64Array {
    const kept = slopes.slice();
    const cosines = this.forward(input, rows).slice();
    const shares = new Float64Array(rows);
    for (let at = 0; at < kept.length; at++) {
      const row = (at / this.stride) | 0;
      shares[row] += (kept[at] * cosines[at]) / this.#rowLengths[row] ** 2;
    }
    this.matrices.floats(this.#logits, kept.length).set(kept);
    return shares;
  }

  #alongSphere(input: number, gradient: number, rows: number, shares: Float64Array): void {
    const values = this.matrices.floats(input, rows * this.width);
    const slopes = this.matrices.floats(gradient, rows * this.width);
    for (let at = 0; at < values.length; at++) {
      slopes[at] -= shares[(at / this.width) | 0] * values[at];
    }
  }
}
