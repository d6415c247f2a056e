// Trains on the engines that are set up on demand, closing with "N passed, N failed". They are set up once, as users do
// it, with the tensorflow-cpu wheel of the frameworks' environment, in the per-user cache. Must not know what is tested.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { frameworksVenv } from './lib/frameworksVenv.mjs';
import { exec } from './lib/exec.mjs';
import { withLock } from './lib/lock.mjs';
import { cacheDir, root } from './lib/paths.mjs';
import { swiftShader } from './lib/swiftShader.mjs';

const cli = join(root, 'dist/cli.mjs');
const report = join(root, 'out/test-results/engines.json');

/** Ids of the engines that are ready and, for TensorFlow, still stand on that environment. */
async function readyEngines(folder, env, python) {
  const { engines } = JSON.parse(await exec(process.execPath, [cli, 'engines', '--json'], { env }));
  const ready = engines.filter(({ isReady }) => isReady).map(({ id }) => id);
  return ready.filter((id) => id !== 'tensorflow' || standsOn(folder, join(python, '../..')));
}

function standsOn(folder, environment) {
  const { library } = JSON.parse(readFileSync(join(folder, 'tensorflow/engine.json'), 'utf8'));
  return library.file.startsWith(environment) && existsSync(library.file);
}

async function setUp(folder, python) {
  const env = { ...process.env, CLASS_BALANCE_ENGINES: folder };
  const ready = await readyEngines(folder, env, python);
  for (const id of ['tensorflow', 'webgpu', 'wasm', 'sharp'].filter(
    (one) => !ready.includes(one),
  )) {
    console.log(`Setting up ${id} (once)`);
    const args = [cli, 'engines', '--set-up', id, '--python', python];
    await exec(process.execPath, args, { env, timeoutMs: 300_000 });
  }
}

function vitest(env) {
  const args = ['run', '--project', 'engines', '--reporter=default', '--reporter=json'];
  const command = ['node_modules/vitest/vitest.mjs', ...args, `--outputFile.json=${report}`];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, command, { cwd: root, env, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/** True where some tests never came to an end, and none failed. */
function wasAborted() {
  const { numFailedTests, numPassedTests, numTotalTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  return numFailedTests === 0 && numPassedTests < numTotalTests;
}

async function main() {
  if (!existsSync(cli)) throw new Error('There is no dist/cli.mjs: run npm run build.');
  const python = await frameworksVenv();
  const folder = join(cacheDir, 'test-engines');
  mkdirSync(folder, { recursive: true });
  await withLock('test-engines', () => setUp(folder, python));
  const env = {
    ...process.env,
    CLASS_BALANCE_ENGINES: folder,
    ...(await swiftShader()),
    TF_CPP_MIN_LOG_LEVEL: '2',
  };
  let code = await vitest(env);
  if (code !== 0 && wasAborted()) {
    // Seen of the graphics card in software on busy machines: its threads abort the process. No test that failed is run anew.
    console.log(
      'A native library ended its process before all tests were done; all are run once more.',
    );
    code = await vitest(env);
  }
  const { numPassedTests: passed, numTotalTests: total } = JSON.parse(readFileSync(report, 'utf8'));
  const failed = total - passed;
  return { passed, failed: failed === 0 && (code !== 0 || passed === 0) ? 1 : failed };
}

let total = { passed: 0, failed: 1 };
try {
  total = await main();
} catch (error) {
  console.error(error.message);
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
