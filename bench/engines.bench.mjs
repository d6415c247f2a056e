// Images a second of the small convolutional net: the TensorFlow engine beside PyTorch on the same model and batch.
// Goal: at least 0.6 of PyTorch. Must not know how an engine trains. Needs both set up: node scripts/test-engines.mjs.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { exec } from '../scripts/lib/exec.mjs';
import { frameworksVenv } from '../scripts/lib/frameworksVenv.mjs';
import { cacheDir, root, tempFolder } from '../scripts/lib/paths.mjs';

const [rounds, epochs] = [5, 4];
const folder = process.env.CLASS_BALANCE_ENGINES ?? join(cacheDir, 'test-engines');
if (!existsSync(join(folder, 'tensorflow/engine.json'))) {
  throw new Error('The TensorFlow engine is not set up: run node scripts/test-engines.mjs.');
}

const program = join(tempFolder('bench-engines'), 'driver.mjs');
await build({
  entryPoints: [join(import.meta.dirname, 'engines/driver.ts')],
  outfile: program,
  bundle: true,
  platform: 'node',
  format: 'esm',
  external: ['@tensorflow/*'],
  logLevel: 'error',
});
const python = await frameworksVenv();
const script = join(import.meta.dirname, 'engines/small_cnn.py');
const env = { ...process.env, CLASS_BALANCE_ENGINES: folder, TF_CPP_MIN_LOG_LEVEL: '3' };

const contestants = {
  'torch, NCHW': [python, [script, 'nchw', epochs]],
  'torch, channels_last': [python, [script, 'channels_last', epochs]],
  tensorflow: [process.execPath, [program, epochs + 1]],
};

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** The median epoch after the first, which warms up. */
async function rateOf([command, args]) {
  const said = await exec(command, args.map(String), { cwd: root, env });
  const rates = [...said.matchAll(/^\d+(\.\d+)?$/gm)].map(([text]) => Number(text));
  return median(rates.slice(1));
}

const rates = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
for (let round = 0; round < rounds; round++) {
  // Interleaved: whatever else the machine does, it does to all.
  for (const [name, command] of Object.entries(contestants))
    rates[name].push(await rateOf(command));
}
for (const [name, values] of Object.entries(rates)) {
  const ratios = values.map((value, round) => value / rates['torch, NCHW'][round]);
  const all = values.map((value) => value.toFixed(0)).join(' ');
  console.log(
    `${name.padEnd(22)}${median(values).toFixed(0).padStart(6)} images/s, ${median(ratios).toFixed(2)} of torch NCHW (rounds: ${all})`,
  );
}
