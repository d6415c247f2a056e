// The WebGPU engine: TensorFlow.js on Dawn, any vendor's GPU, without CUDA. Only ever in the trainer's own process.
// Must not know models or losses.

import { plainKernels } from '../../tensors/kernels';
import { loadInstalled, withBackend } from '../../tensors/load';
import { denseModels, imageModels } from '../../tensors/models';
import { tensorSession } from '../../tensors/session';
import { EngineError, type Detection, type Engine } from '../engine';
import { findAdapter, type Adapter } from './adapter';

export const webgpu: Engine = {
  id: 'webgpu',
  title: 'WebGPU',
  models: (layout) => (layout === 'images' ? imageModels : denseModels),
  async detect({ device }) {
    const found = await findAdapter(device);
    return typeof found === 'string' ? { available: false, reason: found } : describe(found);
  },
  async open(data, model, { device }) {
    const found = await findAdapter(device);
    if (typeof found === 'string') throw new EngineError('failed', found);
    // The backend asks the browser's navigator for its adapter, when it is imported and when it starts.
    const navigator = { gpu: found.gpu };
    Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
    const tf = await withBackend(loadInstalled(found.installed, 'webgpu'), 'webgpu');
    // Reading the loss waits for the GPU: rarely, so that it never idles.
    return tensorSession({ tf, kernels: plainKernels(tf), readEvery: 16 }, data, model);
  },
};

function describe({ name, software, installed }: Adapter): Detection {
  return {
    available: true,
    device: name,
    reason: software
      ? `“${name}” computes in software; it was asked for by name.`
      : `“${name}” is the graphics adapter that WebGPU offers for the most performance.`,
    environment: { webgpu: installed.packages.webgpu, node: process.versions.node },
  };
}
