// The build of TensorFlow.js that comes with the program, loaded when an engine needs it, with one of its backends.
// Must not know what is computed.

import type { Tf } from './tf';

/** The same one for every engine: backends register with it by being imported. */
export async function loadTf(): Promise<Tf> {
  const { tf } = await import('./library');
  // Else it advertises another package on the console.
  tf.enableProdMode();
  return tf;
}

/** @throws Error where the backend cannot start. */
export async function withBackend(tf: Tf, name: 'cpu' | 'wasm' | 'webgpu'): Promise<Tf> {
  if (!(await tf.setBackend(name))) throw new Error(`The backend ${name} does not start.`);
  await tf.ready();
  return tf;
}
