// One weight a sample as a NumPy file, for samplers and sample_weight arguments.
// Must not know other targets.

import { weightArray } from '../writing/sampleLines';
import type { Exporter } from './exporter';

export const sampleWeightsNpy: Exporter = {
  id: 'sample-weights-npy',
  title: 'Sample weights (NPY)',
  description:
    'A NumPy array, float32, one weight a sample in the order of the label files: WeightedRandomSampler, sample_weight.',
  framework: 'General',
  fileName: 'sample_weights.npy',
  rank: 21,
  perSample: true,
  files: weightArray,
};
