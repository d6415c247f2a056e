// Saves the model of the arm that won as model.json and weights.bin in the run folder.
// Must not know how a graph is made of a checkpoint: the engine's session does.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunClass, RunRequest } from '../../core/training/request';
import { writeFileAtomic } from '../../node/atomicWrite';
import { armConfig } from '../armConfig';
import type { EngineSession, TrainingData } from '../engines/engine';
import { jobLossOf } from '../losses';
import type { Checkpoints } from '../run/checkpoints';
import type { Outcome } from '../verdict';
import { modelFiles, weightsName } from './modelFiles';

export interface SaveInput {
  readonly folder: string;
  readonly request: RunRequest;
  /** With the counts of the training split. */
  readonly classes: readonly RunClass[];
  readonly data: TrainingData;
  readonly session: EngineSession;
  readonly checkpoints: Checkpoints;
  readonly outcomes: readonly Outcome[];
  /** Name of the arm. */
  readonly chosen: string;
  readonly environment: Readonly<Record<string, string>>;
}

const folderName = 'model';

/** The seed that did best on validation data; without such, on the test data. Answers what was saved, for people. */
export async function writeModel(input: SaveInput): Promise<string> {
  const { folder, request, classes, data, session, checkpoints, outcomes, chosen } = input;
  const score = ({ val, test }: Outcome): number => (val ?? test).balancedAccuracy;
  const [best] = outcomes.filter(({ arm }) => arm === chosen).sort((a, b) => score(b) - score(a));
  const arm = request.arms.findIndex(({ name }) => name === chosen);
  const state = checkpoints.load(arm, best.seed);
  if (state === undefined) throw new Error(`There is no checkpoint of “${chosen}”.`);
  const loss = jobLossOf(armConfig(request.arms[arm], classes, request));
  const { graph, ...ends } = await session.savedGraph({ loss, seed: best.seed }, state);
  const metadata = {
    ...{ arm: chosen, seed: best.seed, balancedAccuracy: best.test.balancedAccuracy },
    classes: classes.map(({ name }) => name),
    input: { layout: data.layout, shape: data.shape, values: valuesOf(input) },
    output: 'logits in the order of the classes',
  };
  const { json, weights } = modelFiles(graph, ends, metadata, request.tool);
  const place = join(folder, folderName);
  mkdirSync(place, { recursive: true });
  await writeFileAtomic(join(place, weightsName), weights, { overwrite: true });
  await writeFileAtomic(join(place, 'model.json'), json, { overwrite: true });
  return `The model of “${chosen}” with seed ${best.seed} is ${folderName}/model.json, a graph model of TensorFlow.js.`;
}

function valuesOf({ data, environment }: SaveInput): string {
  if (data.layout === 'images') return 'red, green and blue from 0 to 255, rows from above';
  const of = Object.hasOwn(environment, 'data') ? `: ${environment.data}` : '';
  return `numbers as the run packed them (columns of tables are standardised)${of}`;
}
