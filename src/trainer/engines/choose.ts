// Which engine trains: the one asked for, or else the next that can, with every reason on the way.
// Must not know how engines compute.

import type { RunEngine, RunModel } from '../../core/training/request';
import type { Detection, Engine, EngineOptions, EngineSession, TrainingData } from './engine';

export interface ChosenEngine {
  readonly engine: Engine;
  readonly detection: Extract<Detection, { available: true }>;
  readonly model: RunModel;
  readonly session: EngineSession;
  /** Why the engines before it were passed over, one sentence each; empty where the wanted one trains. */
  readonly passed: readonly string[];
}

/**
 * Opens the first engine that can train, the wanted one first.
 * @throws Error naming every engine's reason where none can.
 */
export async function chooseEngine(
  wanted: RunEngine,
  model: RunModel,
  data: TrainingData,
  engines: readonly Engine[],
): Promise<ChosenEngine> {
  const passed: string[] = [];
  const first = engines.findIndex(({ id }) => id === wanted.id);
  if (first === -1) passed.push(`This trainer has no engine “${wanted.id}”.`);
  for (const [at, engine] of engines.slice(Math.max(0, first)).entries()) {
    const isWanted = at === 0 && first !== -1;
    const options = optionsFor(wanted, isWanted);
    const detection = await engine.detect(options);
    const fitting = modelFor(engine, model, data, isWanted);
    if (!detection.available) passed.push(`${engine.title}: ${detection.reason}`);
    else if (fitting === undefined) {
      passed.push(`${engine.title}: it does not train “${model.name}” on ${data.layout}.`);
    } else {
      const session = await opened(engine, fitting, data, options, passed);
      if (session !== undefined) return { engine, detection, model: fitting, session, passed };
    }
  }
  throw new Error(`No engine can train this. ${passed.join(' ')}`);
}

/** A device is a name of the engine that was asked for; another one takes what it has. */
function optionsFor(wanted: RunEngine, isWanted: boolean): EngineOptions {
  return {
    device: isWanted ? wanted.device : 'auto',
    ...(wanted.workers === undefined ? {} : { workers: wanted.workers }),
    deterministic: wanted.deterministic,
  };
}

/** The model that was asked for or, where another engine stands in, what that one has. */
function modelFor(
  engine: Engine,
  model: RunModel,
  data: TrainingData,
  isWanted: boolean,
): RunModel | undefined {
  const models = engine.models(data.layout);
  if (models.includes(model.name)) return model;
  return isWanted || models.length === 0 ? undefined : { name: models[0] };
}

async function opened(
  engine: Engine,
  model: RunModel,
  data: TrainingData,
  options: EngineOptions,
  passed: string[],
): Promise<EngineSession | undefined> {
  try {
    return await engine.open(data, model, options);
  } catch (error) {
    passed.push(`${engine.title}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
