// WebAssembly for TensorFlow.js: packages alone, the same on every platform.
// Must not know who asks.

import { asNode, type EngineSteps, type SetUpBench } from './steps';

/** For `node -e`, run in the engine's folder: a product on the backend must come out right. */
const multiply = `
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-wasm');
tf.setBackend('wasm').then((works) => {
  const [product] = works ? tf.matMul([[2]], [[3]]).dataSync() : [];
  if (product !== 6) throw new Error('2 times 3 is ' + product + '.');
});
`;

async function check(bench: SetUpBench): Promise<void> {
  const failure = 'WebAssembly does not compute:';
  await bench.run(process.execPath, ['-e', multiply], failure, asNode());
}

export const wasmSteps: EngineSteps = { check: { message: 'Multiplying', run: check } };
