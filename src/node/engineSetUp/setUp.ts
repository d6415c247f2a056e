// Sets an engine up beside its place and moves it there once it has proved to work; stopping leaves what was there.
// Must not know any one engine, nor who asks.

import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  enginePackages,
  enginesFolder,
  installedEngine,
  stampName,
  type EngineStamp,
  type InstallableEngine,
  type InstalledEngine,
} from './installed';
import { renamed } from '../renamed';
import { ProgramError, runProgram } from './runProgram';
import {
  SetUpError,
  type EngineSteps,
  type SetUpBench,
  type SetUpOptions,
  type SetUpStep,
} from './steps';
import { sharpSteps } from './sharp';
import { tensorflowSteps } from './tensorflow';
import { wasmSteps } from './wasm';
import { webgpuSteps } from './webgpu';

const stepsOf: Readonly<Record<InstallableEngine, EngineSteps>> = {
  tensorflow: tensorflowSteps,
  webgpu: webgpuSteps,
  wasm: wasmSteps,
  sharp: sharpSteps,
};

/**
 * Fetches the engine's packages without their install scripts, builds what needs building and checks it.
 * @throws SetUpError; the signal's reason where it was stopped.
 */
export async function setUpEngine(options: SetUpOptions): Promise<InstalledEngine> {
  const { engine, signal, progress, folder = enginesFolder() } = options;
  const bench = benchOf(options, join(folder, `.${engine}-${randomBytes(4).toString('hex')}`));
  const { prepare, build, check } = stepsOf[engine];
  const steps = [prepare, fetching(engine), build, check].filter((step) => step !== undefined);
  try {
    await mkdir(bench.folder, { recursive: true });
    for (const [step, { message, run }] of steps.entries()) {
      signal.throwIfAborted();
      progress({ step, steps: steps.length, message });
      await run(bench);
    }
    await moveIn(bench, join(folder, engine));
  } finally {
    await rm(bench.folder, { recursive: true, force: true });
  }
  const installed = await installedEngine(engine, folder);
  if (installed === undefined) throw new SetUpError(`“${folder}” could not be read back.`);
  return installed;
}

function benchOf(options: SetUpOptions, folder: string): SetUpBench {
  return {
    folder,
    options,
    library: undefined,
    async run(program, args, failure, environment) {
      const { signal, log: line } = options;
      try {
        return await runProgram(program, args, { folder, signal, line, environment });
      } catch (error) {
        if (error instanceof ProgramError) throw new SetUpError(`${failure}\n${error.message}`);
        throw error;
      }
    },
  };
}

/** Install scripts stay out: that of tfjs-node would download a library years old. */
const fetching = (engine: InstallableEngine): SetUpStep => ({
  message: `Fetching ${Object.keys(enginePackages[engine]).join(' and ')} from npm`,
  async run({ folder, run }) {
    const dependencies = enginePackages[engine];
    const manifest = { private: true, dependencies };
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save', '--loglevel=error'];
    const failure =
      'npm could not fetch the packages. It comes with Node.js (nodejs.org) and must be on the PATH.';
    const [program, ...first] = process.platform === 'win32' ? ['cmd.exe', '/c', 'npm'] : ['npm'];
    await run(program, [...first, 'install', ...flags], failure);
  },
});

/** A half-made engine is never taken for one: the stamp comes last, and all of it moves at once. */
async function moveIn(bench: SetUpBench, place: string): Promise<void> {
  const { engine } = bench.options;
  const stamp: EngineStamp = {
    schema: 'class-balance/engine@1',
    packages: { ...enginePackages[engine] },
    ...(bench.library === undefined ? {} : { library: bench.library }),
  };
  await writeFile(join(bench.folder, stampName), JSON.stringify(stamp));
  const old = `${bench.folder}-old`;
  await rm(old, { recursive: true, force: true });
  await renamed(place, old).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
  await renamed(bench.folder, place);
  await rm(old, { recursive: true, force: true });
}
