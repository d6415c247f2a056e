// The TensorFlow engine: TensorFlow.js on the TensorFlow that the user has in Python, built by the set-up.
// Must not know how it was set up, nor models or losses.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import util from 'node:util';
import { installedEngine, type InstalledEngine } from '../../../node/engineSetUp/installed';
import { denseModels, imageModels } from '../../tensors/models';
import { tensorSession } from '../../tensors/session';
import type { Tf } from '../../tensors/tf';
import { EngineError, type Detection, type Engine, type EngineOptions } from '../engine';
import { tensorflowKernels } from './kernels';

export const tensorflow: Engine = {
  id: 'tensorflow',
  title: 'TensorFlow',
  models: (layout) => (layout === 'images' ? imageModels : denseModels),
  async detect(options) {
    const found = await load(options);
    return typeof found === 'string' ? { available: false, reason: found } : describe(found);
  },
  async open(data, model, options) {
    const found = await load(options);
    if (typeof found === 'string') throw new EngineError('failed', found);
    const { tf } = found;
    const kernels = tensorflowKernels(tf);
    return tensorSession({ tf, kernels, readEvery: 1 }, data, model);
  },
};

interface Loaded {
  readonly tf: Tf;
  readonly engine: InstalledEngine;
}

let loaded: Loaded | undefined;

/** Once a process: the library cannot be unloaded. Answers why not where it cannot be loaded. */
async function load(options: EngineOptions): Promise<Loaded | string> {
  if (loaded !== undefined) return loaded;
  const engine = await installedEngine('tensorflow');
  if (engine === undefined) {
    return 'The TensorFlow engine is not set up: run “Set Up TensorFlow Engine”, or class-balance engines --set-up tensorflow.';
  }
  const { library } = engine;
  if (library === undefined || !existsSync(library.file)) {
    return 'The TensorFlow that the engine was built with is gone: set the engine up again.';
  }
  settle(options);
  try {
    const require = createRequire(join(engine.folder, 'package.json'));
    loaded = { tf: require('@tensorflow/tfjs-node') as Tf, engine };
    return loaded;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `TensorFlow cannot be loaded: ${reason} Setting the engine up again may help.`;
  }
}

/** What must hold before the library starts. */
function settle({ workers, deterministic, device }: EngineOptions): void {
  // Its JavaScript calls two functions that Node 23 has dropped.
  const legacy = util as unknown as Record<string, unknown>;
  legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  legacy.isArray ??= Array.isArray;
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  if (workers !== undefined) process.env.TF_NUM_INTRAOP_THREADS = String(workers);
  if (deterministic) process.env.TF_DETERMINISTIC_OPS = '1';
  if (device === 'cpu') process.env.CUDA_VISIBLE_DEVICES = '-1';
  const graphics = /^cuda:(\d+)$/.exec(device);
  if (graphics !== null) process.env.CUDA_VISIBLE_DEVICES = graphics[1];
}

function describe({ tf, engine }: Loaded): Detection {
  const { isUsingGpuDevice } = tf.backend() as unknown as { readonly isUsingGpuDevice: boolean };
  const version = engine.library?.version ?? 'unknown';
  const environment = {
    tensorflow: version,
    tfjs: engine.packages['@tensorflow/tfjs-node'] ?? 'unknown',
    node: process.versions.node,
  };
  return isUsingGpuDevice
    ? {
        ...{ available: true, device: 'cuda', environment },
        reason: `TensorFlow ${version} of your Python finds a GPU.`,
      }
    : {
        ...{ available: true, device: `cpu, ${availableParallelism()} threads`, environment },
        reason: `TensorFlow ${version} of your Python, which has no GPU here or none that it can use.`,
      };
}
