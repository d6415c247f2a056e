// However a scan is run, plainly, by kernels, in several threads or in ranges of files, it says the same.
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { formats } from '../../src/core/formats/registry';
import type { ScanReport } from '../../src/core/model';
import { loadKernels } from '../../src/kernels/kernels';
import { DiskSource } from '../../src/node/diskSource';
import { gunzipLimits } from '../../src/node/gunzip';
import { InProcessRunner } from '../../src/node/inProcessRunner';
import { PoolRunner } from '../../src/node/poolRunner';
import { RangeRunner } from '../../src/node/rangeRunner';
import { WorkerLanes } from '../../src/node/workerLanes';
import { bundleWorkers } from '../lib/bundledWorkers';
import { ownFixtures, sharedFixtures } from '../lib/fixtures';
import { scanFolder } from '../lib/scanFolder';

const fixtures = [...ownFixtures(), ...sharedFixtures('scans of shared fixtures in threads')];
const kernels = loadKernels();
/** One set of threads for all fixtures, since to start one takes longer than to count any of them. */
let lanes: WorkerLanes;

beforeAll(async () => {
  const { unitWorker, remove } = await bundleWorkers();
  lanes = new WorkerLanes({ workerFile: unitWorker, threads: 3, startAfter: 0, heapLimit: 256 });
  return async () => {
    await lanes.dispose();
    remove();
  };
});

function timeless(report: ScanReport): unknown {
  return { ...report, stats: { ...report.stats, seconds: 0 } };
}

describe.each(fixtures)('fixture $name', ({ folder }) => {
  test('gives the same report plainly, by kernels, in several threads and in ranges', async () => {
    const root = join(folder, 'data');
    const plain = await scanFolder(root);
    const source = new DiskSource(root, gunzipLimits, kernels);
    const local = new InProcessRunner(formats, source);
    expect(timeless(await scanFolder(root, { runner: local }))).toEqual(timeless(plain));
    const pool = new PoolRunner(root, local, lanes);
    const ranges = new RangeRunner(pool, { formats, threads: 3, leastBytes: 100 });
    expect(timeless(await scanFolder(root, { runner: ranges }))).toEqual(timeless(plain));
  });
});
