// TensorFlow's own kernels for gradients that TensorFlow.js would put together from many small operations.
// Must not know layers or models.

import type { Kernels } from '../../tensors/kernels';
import type { Tensor, Tensor4D, Tf } from '../../tensors/tf';

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** What the addon's backend offers beyond TensorFlow.js: any operation of TensorFlow by its name. */
interface NodeBackend {
  readonly binding: Readonly<
    Record<
      'TF_ATTR_TYPE' | 'TF_ATTR_FLOAT' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_FLOAT',
      number
    >
  >;
  executeSingleOutput(name: string, attributes: readonly Attribute[], inputs: Tensor[]): Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: readonly Attribute[],
    inputs: Tensor[],
    outputs: number,
  ): Tensor[];
}

export function tensorflowKernels(tf: Tf): Kernels {
  const backend = tf.backend() as unknown as NodeBackend;
  const { binding } = backend;
  const float = (name: string): Attribute => ({
    ...{ name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
  });
  const channelsLast = { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' };
  return {
    reluGradient: (dy, y) => backend.executeSingleOutput('ReluGrad', [float('T')], [dy, y]),
    channelSums: (x) => backend.executeSingleOutput('BiasAddGrad', [float('T'), channelsLast], [x]),
    batchNormalise(x, scale, shift, epsilon) {
      const attributes = [
        ...[float('T'), float('U'), channelsLast],
        { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
        { name: 'is_training', type: binding.TF_ATTR_BOOL, value: true },
      ];
      const none = tf.tensor1d([], 'float32');
      const inputs = [x, scale, shift, none, none];
      const forward = backend.executeMultipleOutputs('FusedBatchNormV3', attributes, inputs, 6);
      const [y, mean, variance, ...reserved] = forward;
      const back = (dy: Tensor): { dx: Tensor; scale: Tensor; shift: Tensor } => {
        const given = [dy, x, scale, ...reserved];
        const outputs = backend.executeMultipleOutputs(
          'FusedBatchNormGradV3',
          attributes,
          given,
          5,
        );
        const [dx, byScale, byShift] = outputs;
        return { dx, scale: byScale, shift: byShift };
      };
      return { y: y as Tensor4D, mean, variance, back };
    },
  };
}
