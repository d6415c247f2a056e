// Near-duplicates and groups in the real editor: found, kept until the counts change, stopped; a rule that groups.

import { deepEqual, equal, rejects } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { ErrorBoundary } from '../../src/host/base/errors';
import { Config } from '../../src/host/config';
import { Datasets } from '../../src/host/datasets';
import { DuplicateEstimates } from '../../src/host/duplicates/nearDuplicates';
import { ScanClient } from '../../src/node/scanClient';
import { scenesWithDuplicates } from '../lib/scenes';
import {
  bundled,
  datasetFrom,
  remove,
  root,
  scanAnew,
  setting,
  silentLog,
  writeText,
} from './support';

const folder = 'duplicates-photos';

describe('near-duplicates', () => {
  before(async () => {
    for (const [path, bytes] of Object.entries(scenesWithDuplicates())) {
      const file = join(root().fsPath, folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, bytes);
    }
  });
  after(() => remove(folder));

  it('are estimated, and forgotten when the counts change', async () => {
    const { store, estimates, dispose } = services();
    await store.scan();
    const found = store.all.find(({ dataset }) => dataset.name === folder);
    if (found === undefined) throw new Error('the pictures are no dataset');
    equal(found.dataset.samples, 72);
    const target = { key: found.key };
    const report = await estimates.estimate(target);
    equal(report.supported, 1);
    deepEqual(estimates.of(found), report);
    await writeText(`${folder}/dog/more.png`, 'no picture');
    await store.scan();
    const later = store.find(target.key);
    if (later === undefined) throw new Error('the pictures are no dataset any more');
    equal(later.dataset.samples, 73);
    equal(estimates.of(later), undefined);
    equal((await estimates.estimate(target)).skipped.count, 1);
    await rejects(estimates.estimate({ key: 'gone' }), /no longer there/);
    dispose();
  });

  it('are asked for by a command that ends when they are found', async () => {
    const { datasets } = await scanAnew();
    const id = datasets.find(({ name }) => name === folder)?.id ?? '';
    const target = { key: `${root().toString()}#${id}`, split: 'all' };
    await vscode.commands.executeCommand('classBalance.estimateDuplicates', { target });
  });
});

describe('groups', () => {
  const table = 'duplicates-visits.csv';
  after(async () => {
    await setting('sources', undefined);
    await remove(table);
  });

  it('are counted where a rule of the settings says by what', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, at) => `note ${at},${at % 3 ? 'well' : 'ill'},p${at % 5}`,
    );
    await writeText(table, ['note,label,patient', ...rows, ''].join('\n'));
    await setting('sources', [{ path: table, group: 'patient' }]);
    await scanAnew();
    const dataset = await datasetFrom(table);
    if (dataset === undefined) throw new Error('the table is no dataset');
    equal(dataset.grouping, 'patient');
    deepEqual(
      dataset.classes.map(({ name, groups }) => [name, groups]),
      [
        ['ill', 5],
        ['well', 5],
      ],
    );
  });
});

function services() {
  const log = silentLog();
  const client = new ScanClient({ workerFile: bundled('scanWorker.mjs') });
  const config = new Config(log);
  const store = new Datasets(config, log, () => Promise.resolve(client));
  const places = {
    hashWorker: bundled('hashWorker.mjs'),
    cache: join(root().fsPath, folder, '.kept'),
  };
  const errors = new ErrorBoundary(log);
  const walkthrough = { did: () => undefined };
  const estimates = new DuplicateEstimates({ store, config, log, errors, walkthrough }, places);
  const dispose = (): void => {
    for (const one of [estimates, store, config, client]) one.dispose();
  };
  return { store, estimates, dispose };
}
