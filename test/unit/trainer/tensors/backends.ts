// The backends that run in any Node, for tests.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { dirname, sep } from 'node:path';
import { createRequire } from 'node:module';

export const tensorBackends = ['cpu', 'wasm'] as const;

export async function useBackend(name: (typeof tensorBackends)[number]): Promise<void> {
  const { resolve } = createRequire(import.meta.url);
  setWasmPaths(dirname(resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  await tf.setBackend(name);
  await tf.ready();
}
