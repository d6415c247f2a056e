// The plain JavaScript engine: vectors only, one thread, nothing to install.
// Must not know models or losses.

import { plainKernels } from '../tensors/kernels';
import { loadTf, withBackend } from '../tensors/load';
import { denseModels } from '../tensors/models';
import { tensorSession } from '../tensors/session';
import { mustBeDense } from './dense';
import type { Engine } from './engine';

export const cpu: Engine = {
  id: 'cpu',
  title: 'JavaScript',
  models: (layout) => (layout === 'features' ? denseModels : []),
  async detect() {
    const { version } = await import('./cpuBackend');
    return {
      available: true,
      device: 'cpu, 1 thread',
      reason: 'Plain JavaScript runs anywhere; it trains linear models and perceptrons only.',
      environment: { tfjs: version, node: process.versions.node },
    };
  },
  async open(data, model) {
    mustBeDense(this, model);
    const tf = await loadTf();
    await import('./cpuBackend');
    await withBackend(tf, 'cpu');
    return tensorSession({ tf, kernels: plainKernels(tf), readEvery: 1 }, data, model);
  },
};
