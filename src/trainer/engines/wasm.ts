// The WebAssembly engine: vectors only, one thread, SIMD, nothing to install.
// Must not know models or losses.

import { plainKernels } from '../tensors/kernels';
import { loadTf, withBackend } from '../tensors/load';
import { denseModels } from '../tensors/models';
import { tensorSession } from '../tensors/session';
import { mustBeDense } from './dense';
import { EngineError, type Engine } from './engine';
import { wasmFolder } from './wasmFolder';

export const wasm: Engine = {
  id: 'wasm',
  title: 'WebAssembly',
  models: (layout) => (layout === 'features' ? denseModels : []),
  async detect() {
    const tf = await loadTf();
    return {
      available: true,
      // The library keeps threads off in Node.
      device: 'cpu, 1 thread with SIMD',
      reason: 'WebAssembly runs anywhere; it trains linear models and perceptrons only.',
      environment: { tfjs: tf.version_core, node: process.versions.node },
    };
  },
  async open(data, model) {
    mustBeDense(this, model);
    const tf = await loadTf();
    const { setWasmPaths } = await import('./wasmBackend');
    setWasmPaths(wasmFolder());
    try {
      await withBackend(tf, 'wasm');
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new EngineError('failed', `WebAssembly does not start: ${reason}`);
    }
    return tensorSession({ tf, kernels: plainKernels(tf), readEvery: 1 }, data, model);
  },
};
