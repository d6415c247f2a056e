// A whole run request for a counted dataset, with defaults for all that was not asked.
// Must not know who asks, files or engines.

import { fingerprintOf } from '../lossConfig/fingerprint';
import type { Dataset } from '../model';
import { classCounts, defaultSplit, sampleCount } from '../selection';
import { armsOf, type ArmList } from './arms';
import { budgetOf, defaultModel, defaultOptimiser, defaultSeeds, defaultShares } from './defaults';
import { longTailCounts } from './longTail';
import {
  type EngineId,
  runKind,
  runVersion,
  type RunClass,
  type RunRequest,
  type WorkspaceData,
} from './request';

/** What may be asked for; the rest has defaults. */
export interface RunChoices {
  /** Absolute folder that was scanned. */
  readonly root: string;
  readonly dataset: Dataset;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Name and version of the program that asks. */
  readonly tool: string;
  readonly engine?: EngineId;
  readonly device?: string;
  readonly workers?: number;
  readonly model?: string;
  readonly arms?: ArmList;
  /** Number of seeds, from 0 on. */
  readonly seeds?: number;
  /** Wall time of the whole run; no limit where absent. */
  readonly minutes?: number;
  readonly epochs?: number;
  readonly weightScale?: RunRequest['weightScale'];
  readonly savedModel?: RunRequest['savedModel'];
  readonly data?: Partial<Omit<WorkspaceData, 'kind' | 'root' | 'dataset'>>;
}

/**
 * @throws RangeError where the dataset has no sample to weigh by.
 */
export function newRunRequest(choices: RunChoices): RunRequest {
  const { dataset, engine = 'probe', minutes } = choices;
  const classes = trainingClasses(choices);
  const model = choices.model ?? defaultModel(engine, dataset);
  const list = choices.arms ?? 'default';
  const epochs = choices.epochs ?? budgetOf(engine, minutes, 0).epochs;
  const arms = armsOf(list, classes, epochs);
  const split = defaultSplit(dataset);
  return {
    ...{ schema: runKind, version: runVersion, name: dataset.name },
    ...{ created: choices.created, tool: choices.tool, classes },
    dataset: {
      ...{ name: dataset.name, sources: dataset.sources, unit: dataset.unit, split },
      multiLabel: dataset.multiLabel,
      samples: sampleCount(dataset, split),
      fingerprint: fingerprintOf(classes),
    },
    data: {
      ...{ kind: 'workspace', root: choices.root, dataset: dataset.id },
      ...{ valShare: defaultShares.val, testShare: defaultShares.test },
      ...choices.data,
    },
    model: { name: model },
    engine: {
      ...{ id: engine, device: choices.device ?? 'auto', deterministic: true },
      ...(choices.workers === undefined ? {} : { workers: choices.workers }),
    },
    arms,
    seeds: Array.from({ length: choices.seeds ?? defaultSeeds }, (_, seed) => seed),
    optimiser: defaultOptimiser(engine, model),
    budget: { ...budgetOf(engine, minutes, arms.length), epochs },
    weightScale: choices.weightScale ?? 'sample-mean',
    ...(choices.savedModel === undefined ? {} : { savedModel: choices.savedModel }),
  };
}

/** Counts as they will about be once the training samples are chosen; the trainer writes the exact ones. */
function trainingClasses({ dataset, data }: RunChoices): readonly RunClass[] {
  const all = classCounts(dataset, defaultSplit(dataset));
  const counts = all.map(({ count }) => count);
  const kept = data?.longTail === undefined ? counts : longTailCounts(counts, data.longTail);
  return all.map(({ id, name }, at) => ({ id, name, count: kept[at] }));
}
