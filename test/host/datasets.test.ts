// What the store says of scans that something changes under: no count of then is passed off as one of now.

import { deepEqual, equal } from 'node:assert/strict';
import * as vscode from 'vscode';
import { Config } from '../../src/host/config';
import { Datasets } from '../../src/host/datasets';
import { ScanClient, type ScanRequest } from '../../src/node/scanClient';
import { bundled, remove, root, silentLog, writeText } from './support';

const table = 'datasets-late.csv';

describe('datasets', () => {
  let late: ReturnType<typeof lateStore>;
  beforeEach(() => {
    late = lateStore();
  });
  afterEach(async () => {
    late.dispose();
    await remove(table);
  });

  it('are counted as they are now, though a scan is under way', async () => {
    const { store, counted, release } = late;
    const first = store.scan();
    await counted;
    await writeText(table, rowsOf('ant', 'bee', 'bee'));
    const second = store.scan();
    release();
    await second;
    deepEqual(classesOf(store), { ant: 1, bee: 2 });
    // Who asked first has waited for the same counts.
    await first;
    equal(store.states[0].status, 'done');
  });

  it('stay out of date where a file changed while they were counted', async () => {
    const { store, counted, release } = late;
    const scan = store.scan();
    await counted;
    await store.invalidate(root(), false);
    release();
    await scan;
    deepEqual([store.states[0].status, store.states[0].stale], ['done', true]);
    await store.ensureScanned();
    deepEqual([store.states[0].status, store.states[0].stale], ['done', false]);
  });

  it('are counted once for all who ask while nothing changes', async () => {
    const { store, counted, release, scans } = late;
    const first = store.ensureScanned();
    await counted;
    const second = store.ensureScanned();
    release();
    await Promise.all([first, second]);
    equal(scans(), 1);
  });
});

const rowsOf = (...labels: string[]): string =>
  `filename,label\n${labels.map((label, at) => `${at}.jpg,${label}`).join('\n')}\n`;

function classesOf({ all }: Datasets): Record<string, number> {
  const found = all.find(({ dataset }) => dataset.sources.includes(table));
  const classes = found?.dataset.classes ?? [];
  return Object.fromEntries(classes.map(({ name, count }) => [name, count]));
}

/** A store whose scans have counted, as `counted` says of the first, but do not end before they are released or aborted. */
function lateStore() {
  const log = silentLog();
  const client = new ScanClient({ workerFile: bundled('scanWorker.mjs') });
  const [released, release] = signalled();
  const [counted, tell] = signalled();
  let scans = 0;
  const scan = async (request: ScanRequest) => {
    scans += 1;
    const report = await client.scan(request);
    tell();
    await Promise.race([released, abortOf(request.signal)]);
    request.signal.throwIfAborted();
    return report;
  };
  const study = client.study.bind(client);
  const config = new Config(log);
  const store = new Datasets(config, log, () => Promise.resolve({ scan, study }));
  const dispose = (): void => {
    vscode.Disposable.from(store, config, client).dispose();
  };
  return { store, counted, release, scans: () => scans, dispose };
}

function signalled(): readonly [Promise<void>, () => void] {
  let tell = (): void => undefined;
  const told = new Promise<void>((resolve) => (tell = resolve));
  return [
    told,
    () => {
      tell();
    },
  ];
}

function abortOf(signal: AbortSignal): Promise<void> {
  const [aborted, tell] = signalled();
  signal.addEventListener('abort', tell, { once: true });
  return aborted;
}
