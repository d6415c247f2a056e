// Softmax regression, or one hidden layer of rectified units below it: value, gradient and logits over feature rows.
// Must not know where features come from or how parameters move.

import type { JobLoss } from '../../losses';
import type { Random } from '../../random';
import { blockRows, type FeatureRows } from './featureRows';
import { Head } from './head';
import { type Matrices, padded } from './matrix';
import { lossOfRows } from './rowLoss';

export interface NetworkOptions {
  readonly loss: JobLoss;
  /** Units of the hidden layer; 0 for none. */
  readonly hidden: number;
  /** λ of λ/2 Σ w² over weights, not biases; cosine layers have none, for their length changes nothing. */
  readonly decay: number;
  /** Class index a training row. */
  readonly labels: Int32Array;
}

export class Network {
  readonly size: number;
  readonly #head: Head;
  readonly #hiddenWidth: number;
  readonly #firstSize: number;
  readonly #weights: number;
  readonly #hidden: number;
  readonly #hiddenGradient: number;
  readonly #product: number;
  #bias = new Float64Array(0);

  constructor(
    private readonly matrices: Matrices,
    private readonly rows: FeatureRows,
    private readonly options: NetworkOptions,
  ) {
    const { hidden, loss } = options;
    const { features } = rows.set;
    const classes = loss.weights.length;
    const layered = hidden > 0;
    this.#hiddenWidth = padded(hidden);
    const inputs = layered ? hidden : features;
    const width = layered ? this.#hiddenWidth : rows.width;
    this.#head = new Head(matrices, inputs, width, classes, loss.cosine, layered);
    this.#firstSize = layered ? (features + 1) * hidden : 0;
    this.size = this.#firstSize + this.#head.size;
    const room = (count: number): number => (layered ? matrices.allocate(count * 4) : 0);
    this.#weights = room(rows.width * this.#hiddenWidth);
    this.#product = room(rows.width * this.#hiddenWidth);
    this.#hidden = room(blockRows * this.#hiddenWidth);
    this.#hiddenGradient = room(blockRows * this.#hiddenWidth);
  }

  /** Zeros for a plain linear layer, whose problem is convex; else He's normal values. Biases as the loss says. */
  initial(random: Random): Float64Array {
    const { hidden, loss } = this.options;
    const { features } = this.rows.set;
    const classes = loss.weights.length;
    const parameters = new Float64Array(this.size);
    for (let at = 0; at < features * hidden; at++) {
      parameters[at] = random.normal() * Math.sqrt(2 / features);
    }
    const inputs = hidden > 0 ? hidden : features;
    const weights = parameters.subarray(this.#firstSize, this.#firstSize + inputs * classes);
    if (hidden > 0 || loss.cosine) {
      for (let at = 0; at < weights.length; at++) weights[at] = random.normal() / Math.sqrt(inputs);
    }
    if (!loss.cosine && loss.bias !== undefined) parameters.fill(loss.bias, -classes);
    return parameters;
  }

  /**
   * Σ factor · loss over the training rows plus the decay; fills `gradient`.
   * @param factors what each training row's loss is multiplied by; they sum to about 1.
   */
  evaluate(parameters: Float64Array, gradient: Float64Array, factors: Float64Array): number {
    this.#load(parameters);
    gradient.fill(0);
    const { labels, loss } = this.options;
    const headGradient = gradient.subarray(this.#firstSize);
    let value = 0;
    for (let start = 0; start < labels.length; start += blockRows) {
      const rows = Math.min(blockRows, labels.length - start);
      const features = this.rows.block(start, rows);
      const input = this.#inputOfHead(features, rows);
      const logits = this.#head.forward(input, rows);
      value += lossOfRows(loss, {
        ...{ logits, gradient: logits, rows, stride: this.#head.stride },
        labels: labels.subarray(start, start + rows),
        factors: factors.subarray(start, start + rows),
      });
      if (this.#firstSize === 0) this.#head.backward(input, rows, headGradient);
      else this.#backThroughHidden(features, input, rows, headGradient, gradient);
    }
    this.#head.finish(headGradient);
    return value + this.#decay(parameters, gradient);
  }

  /** Row-major logits of `count` rows from `start`, times the loss's scale where it has one. */
  logits(parameters: Float64Array, start: number, count: number): Float32Array {
    this.#load(parameters);
    const classes = this.options.loss.weights.length;
    const scale = this.options.loss.cosine ? this.options.loss.scale : 1;
    const all = new Float32Array(count * classes);
    for (let done = 0; done < count; done += blockRows) {
      const rows = Math.min(blockRows, count - done);
      const features = this.rows.block(start + done, rows);
      const block = this.#head.forward(this.#inputOfHead(features, rows), rows);
      for (let row = 0; row < rows; row++) {
        for (let c = 0; c < classes; c++) {
          all[(done + row) * classes + c] = scale * block[row * this.#head.stride + c];
        }
      }
    }
    return all;
  }

  #load(parameters: Float64Array): void {
    this.#head.load(parameters.subarray(this.#firstSize));
    const { hidden } = this.options;
    if (hidden === 0) return;
    const { features } = this.rows.set;
    const to = this.matrices.floats(this.#weights, this.rows.width * this.#hiddenWidth);
    for (let row = 0; row < features; row++) {
      for (let c = 0; c < hidden; c++)
        to[row * this.#hiddenWidth + c] = parameters[row * hidden + c];
    }
    this.#bias = parameters.slice(features * hidden, this.#firstSize);
  }

  #inputOfHead(features: number, rows: number): number {
    const { hidden } = this.options;
    if (hidden === 0) return features;
    const width = this.#hiddenWidth;
    const { kernels } = this.matrices;
    kernels.product(features, this.#weights, this.#hidden, rows, this.rows.width, width);
    const units = this.matrices.floats(this.#hidden, rows * width);
    for (let row = 0; row < rows; row++) {
      for (let c = 0; c < hidden; c++) {
        const at = row * width + c;
        units[at] = Math.max(0, units[at] + this.#bias[c]);
      }
    }
    return this.#hidden;
  }

  #backThroughHidden(
    features: number,
    input: number,
    rows: number,
    headGradient: Float64Array,
    gradient: Float64Array,
  ): void {
    const { hidden } = this.options;
    const width = this.#hiddenWidth;
    this.#head.backward(input, rows, headGradient, this.#hiddenGradient);
    const units = this.matrices.floats(this.#hidden, rows * width);
    const slopes = this.matrices.floats(this.#hiddenGradient, rows * width);
    const biases = this.rows.set.features * hidden;
    for (let at = 0; at < slopes.length; at++) {
      if (units[at] <= 0) slopes[at] = 0;
      else gradient[biases + (at % width)] += slopes[at];
    }
    const { kernels } = this.matrices;
    kernels.transposedProduct(
      features,
      this.#hiddenGradient,
      this.#product,
      rows,
      this.rows.width,
      width,
    );
    const block = this.matrices.floats(this.#product, this.rows.width * width);
    for (let row = 0; row < this.rows.set.features; row++) {
      for (let c = 0; c < hidden; c++) gradient[row * hidden + c] += block[row * width + c];
    }
  }

  #decay(parameters: Float64Array, gradient: Float64Array): number {
    const { hidden, loss, decay } = this.options;
    const { features } = this.rows.set;
    const inputs = hidden > 0 ? hidden : features;
    const ranges = [[0, features * hidden]];
    if (!loss.cosine) {
      ranges.push([this.#firstSize, this.#firstSize + inputs * loss.weights.length]);
    }
    let squares = 0;
    for (const [start, end] of ranges) {
      for (let at = start; at < end; at++) {
        squares += parameters[at] * parameters[at];
        gradient[at] += decay * parameters[at];
      }
    }
    return (decay / 2) * squares;
  }
}
