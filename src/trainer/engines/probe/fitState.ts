// The state of a fit as bytes, for checkpoints: exact, so that going on gives the same result as never having stopped.
// Must not trust what it reads; a checkpoint may be damaged or from another run.

import type { LbfgsState } from './lbfgs';

export interface FitState {
  /** Iterations done. */
  epoch: number;
  /** 1 once deferred re-weighting has begun. */
  phase: 0 | 1;
  /** True once the search of this phase has reached its minimum. */
  settled: boolean;
  readonly search: LbfgsState;
}

const magic = 0x4c424647;
const version = 1;
const headLength = 8;
const mostPairs = 64;

/** Little-endian float64: head (magic, version, epoch, phase, settled, value, parameters, pairs), then the vectors. */
export function stateBytes({ epoch, phase, settled, search }: FitState): Uint8Array {
  const { value, at: parameters, steps } = search;
  const head = [
    magic,
    version,
    epoch,
    phase,
    Number(settled),
    value,
    parameters.length,
    steps.length,
  ];
  const vectors = [search.at, search.gradient, ...search.steps, ...search.changes];
  const values = new Float64Array(headLength + vectors.length * search.at.length);
  values.set(head);
  vectors.forEach((vector, at) => {
    values.set(vector, headLength + at * vector.length);
  });
  return new Uint8Array(values.buffer);
}

/**
 * @param size parameters that the model has.
 * @throws RangeError where the bytes are no state of such a model.
 */
export function stateOf(bytes: Uint8Array, size: number): FitState {
  const values = new Float64Array(Math.floor(bytes.length / 8));
  new Uint8Array(values.buffer).set(bytes.subarray(0, values.byteLength));
  const [found, wrote, epoch, phase, settled, value, length, pairs] = values;
  const whole =
    Number.isSafeInteger(epoch) && epoch >= 0 && (phase === 0 || phase === 1) && settled <= 1;
  const fits = length === size && Number.isInteger(pairs) && pairs >= 0 && pairs <= mostPairs;
  const complete = values.length === headLength + (2 + 2 * pairs) * size;
  if (found !== magic || wrote !== version || !whole || !fits || !complete) {
    throw new RangeError('The checkpoint does not belong to this model.');
  }
  if (!values.every((one) => Number.isFinite(one))) {
    throw new RangeError('The checkpoint is damaged: it holds numbers that are not finite.');
  }
  const vector = (at: number): Float64Array<ArrayBuffer> =>
    values.slice(headLength + at * size, headLength + (at + 1) * size);
  const steps = Array.from({ length: pairs }, (_, at) => vector(2 + at));
  const changes = Array.from({ length: pairs }, (_, at) => vector(2 + pairs + at));
  const search = { at: vector(0), gradient: vector(1), value, steps, changes };
  return { epoch, phase, settled: settled === 1, search };
}

/** The parameters of the model alone. @throws RangeError as {@link stateOf}. */
export function parametersIn(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = bytes.length >= headLength * 8 ? view.getFloat64(6 * 8, true) : Number.NaN;
  return stateOf(bytes, size).search.at;
}
