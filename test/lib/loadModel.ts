// Saved models as users load them: by @tensorflow/tfjs-converter, on its plain backend.
// Must not know how they were written.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';

export interface LoadedModel {
  /** Row-major logits. */
  readonly logits: (samples: Float32Array, shape: readonly number[]) => Float32Array;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** From the contents of model.json and weights.bin. */
export async function loadModel(json: string, weights: Uint8Array): Promise<LoadedModel> {
  tf.enableProdMode();
  await tf.setBackend('cpu');
  const document = JSON.parse(json) as {
    readonly modelTopology: object;
    readonly format: string;
    readonly userDefinedMetadata: Record<string, unknown>;
    readonly weightsManifest: readonly {
      readonly weights: { name: string; shape: number[]; dtype: 'float32' | 'int32' }[];
    }[];
  };
  const { modelTopology, format, weightsManifest, userDefinedMetadata } = document;
  const model = await loadGraphModel({
    load: () =>
      Promise.resolve({
        ...{ modelTopology, format },
        weightSpecs: weightsManifest[0].weights,
        weightData: Uint8Array.from(weights).buffer,
      }),
  });
  return {
    metadata: userDefinedMetadata,
    logits: (samples, shape) => {
      const rows = samples.length / shape.reduce((product, side) => product * side, 1);
      const given = tf.tensor(samples, [rows, ...shape]);
      const out = model.predict(given) as tf.Tensor;
      return out.dataSync<'float32'>();
    },
  };
}

export function loadModelFolder(folder: string): Promise<LoadedModel> {
  const weights = new Uint8Array(readFileSync(join(folder, 'weights.bin')));
  return loadModel(readFileSync(join(folder, 'model.json'), 'utf8'), weights);
}
