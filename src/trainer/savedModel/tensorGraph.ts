// The graph of a model of the tensor engines, from its checkpoint.
// Must not know how it was trained, nor files.

import type { TrainingData } from '../engines/engine';
import { modelOf, type ModelRequest } from '../tensors/models';
import { restoreModel } from '../tensors/state';
import type { SavedGraph } from './saved';
import { tracer } from './tracer';

/**
 * From bytes of images (as numbers) or vectors to logits.
 * @param scale of the logits, see `JobLoss`.
 * @throws EngineError where the checkpoint is none of this model.
 */
export function tensorGraph(
  request: ModelRequest,
  layout: TrainingData['layout'],
  scale: number,
  state: Uint8Array,
): SavedGraph {
  const { graph, tf, kernels, wrap, unwrap } = tracer();
  const model = modelOf(tf, kernels, request);
  restoreModel(tf, state, [
    ...model.parameters.map(({ variable }) => variable),
    ...model.statistics,
  ]);
  const input = graph.input('samples', request.shape);
  const given = wrap(input);
  // As batches are read: x / 128 − 1.
  const x = layout === 'images' ? tf.sub(tf.mul(given, 1 / 128), 1) : given;
  const { y } = model.layer(x, false);
  const output = graph.op('Mul', [unwrap(y), graph.number(scale)], {}, 'logits');
  return { graph, input, output };
}
