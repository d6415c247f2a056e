// What engines have in common that cannot train convolutions in any useful time.
// Must not know which they are.

import type { RunModel } from '../../core/training/request';
import { isConvolutional } from '../tensors/models';
import { EngineError, type Engine } from './engine';

/** @throws EngineError that says why, and what to take instead. */
export function mustBeDense({ title }: Pick<Engine, 'title'>, model: RunModel): void {
  if (!isConvolutional(model.name)) return;
  throw new EngineError(
    'failed',
    `The ${title} engine cannot train ${model.name}: convolutions have no gradient there, or take a second an image. ` +
      'Take the probe, which needs nothing to be installed, or set up TensorFlow, PyTorch or WebGPU.',
  );
}
