// Loads TensorFlow.js with one of its backends: the build in the program, or one that an engine's set-up fetched.
// Must not know what is computed.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { InstalledEngine } from '../../node/engineSetUp/installed';
import type { Tf } from './tf';

/** The one that comes with the program. */
export async function loadTf(): Promise<Tf> {
  const { tf } = await import('./library');
  return quiet(tf);
}

/** The one beside an engine's backend, which registers with it by being loaded. */
export function loadInstalled({ folder }: InstalledEngine, backend: 'wasm' | 'webgpu'): Tf {
  const require = createRequire(join(folder, 'package.json'));
  const tf = quiet(require('@tensorflow/tfjs-core') as Tf);
  require(`@tensorflow/tfjs-backend-${backend}`);
  return tf;
}

/** Else it advertises another package on the console. */
function quiet(tf: Tf): Tf {
  tf.enableProdMode();
  return tf;
}

/** @throws Error where the backend cannot start. */
export async function withBackend(tf: Tf, name: 'cpu' | 'wasm' | 'webgpu'): Promise<Tf> {
  if (!(await tf.setBackend(name))) throw new Error(`The backend ${name} does not start.`);
  await tf.ready();
  return tf;
}
