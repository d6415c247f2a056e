// WebGPU outside of a browser: Dawn, which comes built for every platform.
// Must not know who asks.

import { rm, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { asNode, SetUpError, type EngineSteps, type SetUpBench } from './steps';

/** For `node --input-type=module -e`, run in the engine's folder; prints "adapter NAME" or "adapter" where there is none. */
const askAdapter = `
import { create, globals } from 'webgpu';
Object.assign(globalThis, globals);
const adapter = await create([]).requestAdapter();
const name = adapter === null ? '' : [adapter.info.vendor, adapter.info.device, adapter.info.description].filter(Boolean).join(' ');
console.log(('adapter ' + name).trim());
process.exit(0);
`;

/** The package brings every platform; the others' 100 MB are of no use here. */
async function keepOwnPlatform({ folder }: SetUpBench): Promise<void> {
  const dist = join(folder, 'node_modules/webgpu/dist');
  const own = `${process.platform}-${process.platform === 'darwin' ? 'universal' : process.arch}`;
  const builds = await readdir(dist);
  if (!builds.includes(own)) {
    throw new SetUpError(`WebGPU is not built for ${own}; it is for ${builds.join(', ')}.`);
  }
  for (const name of builds) {
    if (name !== own) await rm(join(dist, name), { recursive: true, force: true });
  }
}

async function check(bench: SetUpBench): Promise<void> {
  const failure = 'WebGPU could not be loaded:';
  const args = ['--input-type=module', '-e', askAdapter];
  const said = await bench.run(process.execPath, args, failure, asNode());
  if (!/^adapter/m.test(said)) throw new SetUpError(`${failure}\n${said}`);
}

export const webgpuSteps: EngineSteps = {
  build: { message: 'Keeping what is for this platform', run: keepOwnPlatform },
  check: { message: 'Asking for a graphics adapter', run: check },
};
