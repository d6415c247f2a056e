// From what was chosen to the request of a run. No vscode here: tested in plain Node.
// Must not know how choices are made, nor where the request is written.

import { fingerprintOf } from '../../core/lossConfig/fingerprint';
import type { Dataset } from '../../core/model';
import { classCounts, defaultSplit } from '../../core/selection';
import { armsOf } from '../../core/training/arms';
import { budgetOf, defaultEpochs } from '../../core/training/defaults';
import { newRunRequest } from '../../core/training/newRequest';
import type {
  Arm,
  EngineId,
  RunClass,
  RunEngine,
  RunRequest,
  WorkspaceData,
} from '../../core/training/request';
import type { Launching } from '../settings';

export type Layout = 'images' | 'features';

export const layoutOf = ({ unit }: Dataset): Layout => (unit === 'image' ? 'images' : 'features');

/** The classes with their counts in the split that is trained on. */
export function runClasses(dataset: Dataset): readonly RunClass[] {
  return classCounts(dataset, defaultSplit(dataset)).map(({ id, name, count }) => {
    return { id, name, count };
  });
}

/** The arms of a list; deferred re-weighting counts in the engine's epochs. */
export function listedArms(
  list: 'default' | 'full',
  dataset: Dataset,
  engine: EngineId,
): readonly Arm[] {
  return armsOf(list, runClasses(dataset), defaultEpochs(engine));
}

export interface RunChoices {
  readonly dataset: Dataset;
  /** Absolute workspace folder that was scanned. */
  readonly root: string;
  readonly engine: EngineId;
  /** `auto` or as the engine names it. */
  readonly device: string;
  readonly model: string;
  /** The plain baseline first. */
  readonly arms: readonly Arm[];
  /** Wall time in minutes; no limit where absent. */
  readonly minutes?: number;
  /** How many seeds, from 0. */
  readonly seeds: number;
  /** Save the model that won, too; not where absent. */
  readonly saveModel?: boolean;
  readonly settings: Launching;
  /** How the dataset was found. */
  readonly scan: Pick<WorkspaceData, 'excludes' | 'rules'>;
  /** Name and version of this program. */
  readonly tool: string;
  readonly now: Date;
}

export function runRequest(choices: RunChoices): RunRequest {
  const { dataset, root, engine, model, arms, minutes, seeds, tool, now } = choices;
  const request = newRunRequest({
    ...{ dataset, root, engine, model, seeds, tool, minutes, created: now.toISOString() },
    data: choices.scan,
    ...(choices.saveModel === true && { savedModel: 'tfjs' }),
  });
  return {
    ...request,
    arms,
    engine: runEngine(choices),
    budget: budgetOf(engine, minutes, arms.length),
  };
}

function runEngine({ engine, device, settings }: RunChoices): RunEngine {
  const { command, processes, nodes, rendezvous, ray } = settings;
  const several = engine === 'pytorch';
  return {
    ...{ id: engine, device, deterministic: true },
    ...(several && processes > 1 && { processes }),
    ...(several && nodes > 1 && { nodes }),
    ...(several && nodes > 1 && rendezvous !== '' && { rendezvous }),
    ...(several && ray && { ray }),
    ...(engine === 'command' && { command }),
  };
}

/** Tells whether a run was made for the counts that a dataset has now. */
export function datasetFingerprint(dataset: Dataset): string {
  return fingerprintOf(classCounts(dataset, defaultSplit(dataset)));
}
