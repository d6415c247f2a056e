// Loss and gradient of rows of logits in double precision, over the plain vectors of a JobLoss.
// Must not know models; test vectors hold it to core/losses and to PyTorch.

import { sigmoid, softplus } from '../../../core/losses/stable';
import type { JobLoss } from '../../losses';

/** A block of logits, `stride` apart; `gradient` has the same layout and may be the same array. */
export interface LogitBlock {
  readonly logits: Float32Array | Float64Array;
  readonly gradient: Float32Array | Float64Array;
  readonly rows: number;
  readonly stride: number;
  /** Class index a row. */
  readonly labels: Int32Array;
  /** What each row's loss is multiplied by; 0 leaves it out. */
  readonly factors: Float64Array;
}

/** Σ factor · loss over the rows; writes its derivative by each logit. `classes` columns of a row count. */
export function lossOfRows(loss: JobLoss, block: LogitBlock): number {
  const classes = loss.weights.length;
  const row = new Float64Array(classes);
  const oneRow = loss.kind === 'softmax' ? softmaxRow : sigmoidRow;
  let sum = 0;
  for (let at = 0; at < block.rows; at++) {
    const start = at * block.stride;
    const factor = block.factors[at];
    if (factor === 0) {
      block.gradient.fill(0, start, start + classes);
      continue;
    }
    for (let i = 0; i < classes; i++) row[i] = block.logits[start + i];
    sum += factor * oneRow(loss, row, block.labels[at], factor);
    for (let i = 0; i < classes; i++) block.gradient[start + i] = row[i];
  }
  return sum;
}

/** Answers the loss and replaces the logits by factor · gradient. */
function softmaxRow(loss: JobLoss, row: Float64Array, label: number, factor: number): number {
  const { shifts, scale, margins } = loss;
  // Taking off the largest logit first keeps the last digits of margins and shifts.
  let top = -Infinity;
  for (const logit of row) if (logit > top) top = logit;
  let most = -Infinity;
  for (let i = 0; i < row.length; i++) {
    const margin = i === label ? margins[i] : 0;
    row[i] = scale * (row[i] - top - margin) + shifts[i];
    if (row[i] > most) most = row[i];
  }
  const own = row[label];
  let total = 0;
  for (let i = 0; i < row.length; i++) {
    row[i] = Math.exp(row[i] - most);
    total += row[i];
  }
  const share = (factor * scale) / total;
  for (let i = 0; i < row.length; i++) row[i] *= share;
  row[label] -= factor * scale;
  return most + Math.log(total) - own;
}

/** As {@link softmaxRow}; see core/losses/sigmoidFamily for the forms. */
function sigmoidRow(loss: JobLoss, row: Float64Array, label: number, factor: number): number {
  const { gamma } = loss;
  let sum = 0;
  for (let i = 0; i < row.length; i++) {
    const sign = i === label ? 1 : -1;
    const signed = sign * row[i];
    const missed = softplus(-signed);
    const modulator = gamma === 0 ? 1 : Math.exp(-gamma * softplus(signed));
    sum += modulator * missed;
    const slope = -gamma * sigmoid(signed) * missed - sigmoid(-signed);
    row[i] = factor * sign * modulator * slope;
  }
  return sum;
}
