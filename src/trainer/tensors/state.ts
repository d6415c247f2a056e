// A training's state as bytes, so that it goes on as if it had never stopped.
// Must not know models or where the bytes are kept.

import { EngineError } from '../engines/engine';
import type { Tf, Variable } from './tf';

/** Where a training stands: everything else follows from the seed. */
export interface Position {
  /** Whole epochs done. */
  readonly epoch: number;
  /** Optimiser steps done. */
  readonly step: number;
  /** Mean loss of the last epoch. */
  readonly loss: number;
}

interface Header extends Position {
  readonly format: 'class-balance/tensors@1';
  readonly sizes: readonly number[];
}

const headerLength = 4;

/** Position and values: a length, a JSON header, then float32 little-endian. */
export async function stateOf(
  position: Position,
  variables: readonly Variable[],
): Promise<Uint8Array> {
  const values = await Promise.all(variables.map(async (one) => one.data<'float32'>()));
  const header: Header = {
    format: 'class-balance/tensors@1',
    ...position,
    sizes: variables.map(({ size }) => size),
  };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const total = variables.reduce((sum, { size }) => sum + size, 0);
  const state = new Uint8Array(headerLength + text.length + 4 * total);
  const view = new DataView(state.buffer);
  view.setUint32(0, text.length, true);
  state.set(text, headerLength);
  let at = headerLength + text.length;
  for (const one of values) {
    state.set(new Uint8Array(one.buffer, one.byteOffset, one.byteLength), at);
    at += one.byteLength;
  }
  return state;
}

/**
 * Puts the values back.
 * @throws EngineError where the bytes are not a state of these variables.
 */
export function restore(tf: Tf, state: Uint8Array, variables: readonly Variable[]): Position {
  const { header, start } = parsed(state);
  const fits =
    header.sizes.length === variables.length &&
    variables.every(({ size }, i) => size === header.sizes[i]);
  const total = variables.reduce((sum, { size }) => sum + size, 0);
  if (!fits || state.length !== start + 4 * total) {
    throw new EngineError('failed', 'The checkpoint is of another model or optimiser.');
  }
  assignAll(tf, state.subarray(start), variables);
  const { epoch, step, loss } = header;
  return { epoch, step, loss };
}

/**
 * Puts the values of the model alone back: those of its optimiser stand behind them.
 * @throws EngineError where the bytes are not a state of these variables.
 */
export function restoreModel(tf: Tf, state: Uint8Array, variables: readonly Variable[]): void {
  const { header, start } = parsed(state);
  const total = header.sizes.reduce((sum, size) => sum + size, 0);
  const fits = variables.every(({ size }, i) => size === header.sizes.at(i));
  if (!fits || state.length !== start + 4 * total) {
    throw new EngineError('failed', 'The checkpoint is of another model.');
  }
  assignAll(tf, state.subarray(start), variables);
}

function assignAll(tf: Tf, bytes: Uint8Array, variables: readonly Variable[]): void {
  // A copy starts at a multiple of 4, which a view of floats needs; a Buffer's slice would be none.
  const values = new Float32Array(new Uint8Array(bytes).buffer);
  let at = 0;
  for (const variable of variables) {
    const own = values.slice(at, at + variable.size);
    tf.tidy(() => {
      variable.assign(tf.tensor(own, variable.shape));
    });
    at += variable.size;
  }
}

function parsed(state: Uint8Array): { readonly header: Header; readonly start: number } {
  const broken = new EngineError('failed', 'The checkpoint is damaged.');
  if (state.length < headerLength) throw broken;
  const length = new DataView(state.buffer, state.byteOffset).getUint32(0, true);
  const start = headerLength + length;
  if (start > state.length) throw broken;
  try {
    const text = new TextDecoder().decode(state.subarray(headerLength, start));
    const header = JSON.parse(text) as Partial<Header> | null;
    if (header?.format !== 'class-balance/tensors@1' || !Array.isArray(header.sizes)) throw broken;
    return { header: header as Header, start };
  } catch (error) {
    if (error instanceof SyntaxError) throw broken;
    throw error;
  }
}
