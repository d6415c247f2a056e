// The WebAssembly engine: vectors only, one thread, SIMD, nothing native.
// Must not know models or losses.

import { installedEngine } from '../../node/engineSetUp/installed';
import { plainKernels } from '../tensors/kernels';
import { loadInstalled, withBackend } from '../tensors/load';
import { denseModels } from '../tensors/models';
import { tensorSession } from '../tensors/session';
import { mustBeDense } from './dense';
import { EngineError, type Engine } from './engine';

const missing =
  'WebAssembly is not set up: run class-balance engines --set-up wasm. The probe trains the same models and needs nothing.';

export const wasm: Engine = {
  id: 'wasm',
  title: 'WebAssembly',
  models: (layout) => (layout === 'features' ? denseModels : []),
  async detect() {
    const installed = await installedEngine('wasm');
    if (installed === undefined) return { available: false, reason: missing };
    return {
      available: true,
      // The library keeps threads off in Node.
      device: 'cpu, 1 thread with SIMD',
      reason: 'WebAssembly runs anywhere; it trains linear models and perceptrons only.',
      environment: {
        tfjs: installed.packages['@tensorflow/tfjs-core'],
        node: process.versions.node,
      },
    };
  },
  async open(data, model) {
    mustBeDense(this, model);
    const installed = await installedEngine('wasm');
    if (installed === undefined) throw new EngineError('failed', missing);
    try {
      const tf = await withBackend(loadInstalled(installed, 'wasm'), 'wasm');
      return tensorSession({ tf, kernels: plainKernels(tf), readEvery: 1 }, data, model);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new EngineError('failed', `WebAssembly does not start: ${reason}`);
    }
  },
};
