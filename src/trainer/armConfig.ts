// From an arm and the training counts to its loss config: the document that a run trains with and, if it wins, writes.
// Must not know how anything is trained.

import type { LossConfig, TrainingRecord } from '../core/lossConfig/model';
import { lossConfig } from '../core/lossConfig/write';
import type { Arm, RunClass, RunRequest } from '../core/training/request';
import { weighClasses } from '../core/weights/table';

/** What of a request a config depends on. */
export type ConfigRequest = Pick<RunRequest, 'dataset' | 'tool' | 'created' | 'weightScale'>;

/**
 * Every arm uses the mean over the batch (`mean`): with weights of sample mean 1 that gives all arms steps of one size,
 * and the divisor does not depend on which classes a batch happens to hold.
 * @param classes with the counts that were trained on, not all 0.
 */
export function armConfig(
  arm: Arm,
  classes: readonly RunClass[],
  request: ConfigRequest,
  training?: TrainingRecord,
): LossConfig {
  const { scheme, n, ...family } = arm.loss;
  const weighted = scheme !== 'none';
  const table = weighClasses({
    scheme: weighted ? scheme : 'effective-number',
    ...(n === undefined ? {} : { parameters: { n: n ?? Infinity } }),
    normalisation: request.weightScale === 'sample-mean' ? 'mean-one-per-sample' : 'sum-to-classes',
    classes,
  });
  const { name, ...dataset } = request.dataset;
  return lossConfig({
    table,
    provenance: {
      ...dataset,
      ...{ dataset: name, tool: request.tool, created: request.created },
      samples: classes.reduce((sum, { count }) => sum + count, 0),
    },
    choices: {
      ...family,
      ...{ weighted, schedule: arm.schedule, sampler: arm.sampler, reduction: 'mean' },
    },
    ...(training === undefined ? {} : { training }),
  });
}
