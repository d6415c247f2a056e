// The PyTorch trainer against a plain DataLoader loop, and the cost of the class-balanced loss; arguments in PYTORCH_BENCH.
// Must not know what is measured: bench/pytorch/throughput.py does. Its environment is the one of the Python tests.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../scripts/lib/paths.mjs';
import { venv } from '../scripts/lib/venv.mjs';

const python =
  process.env.CLASS_BALANCE_TORCH_PYTHON ??
  (await venv({ name: 'python', requirements: join(root, 'python/requirements-test.txt') }));
const given = (process.env.PYTORCH_BENCH ?? '').split(' ').filter(Boolean);
const { status } = spawnSync(python, [join(root, 'bench/pytorch/throughput.py'), ...given], {
  stdio: 'inherit',
  env: { ...process.env, PYTHONPATH: join(root, 'python') },
});
process.exitCode = status ?? 1;
