// Exported files: whole or not at all, and never over another file unasked.

import { deepEqual, equal, rejects } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { SampleSource } from '../../src/core/exporters/exporter';
import { json } from '../../src/core/exporters/json';
import { sampleWeightsCsv } from '../../src/core/exporters/sampleWeightsCsv';
import { ultralyticsList } from '../../src/core/exporters/ultralyticsList';
import { UserError } from '../../src/host/base/errors';
import { exportInput } from '../../src/host/export/input';
import { withSamples } from '../../src/host/export/perSample';
import { writeFiles } from '../../src/host/export/write';
import { datasetFrom, remove, root, scanAnew, writeText } from './support';

const never = (): Promise<boolean> => Promise.reject(new Error('asked without need'));
const files = [
  { name: 'w.py', content: 'new py' },
  { name: 'w.json', content: new Uint8Array([1, 2, 3]) },
];

describe('export', () => {
  const folder = (): vscode.Uri => vscode.Uri.joinPath(root(), 'out');
  const text = (name: string): string => readFileSync(join(folder().fsPath, name), 'utf8');

  beforeEach(async () => {
    await remove('out');
    await vscode.workspace.fs.createDirectory(folder());
  });
  after(() => remove('out'));

  it('writes every file, and leaves nothing else behind', async () => {
    await writeFiles(folder(), files, [], never);
    deepEqual(readdirSync(folder().fsPath).sort(), ['w.json', 'w.py']);
    equal(text('w.py'), 'new py');
  });

  it('replaces nothing that was not agreed to', async () => {
    await writeText('out/w.json', 'old');
    const asked: string[][] = [];
    const refuse = (names: readonly string[]): Promise<boolean> => {
      asked.push([...names]);
      return Promise.resolve(false);
    };
    await rejects(writeFiles(folder(), files, ['w.py'], refuse), vscode.CancellationError);
    deepEqual(asked, [['w.json']]);
    deepEqual(readdirSync(folder().fsPath), ['w.json']);
    equal(text('w.json'), 'old');
  });

  it('replaces what was agreed to', async () => {
    await writeText('out/w.py', 'old');
    await writeText('out/w.json', 'old');
    await writeFiles(folder(), files, ['w.py'], () => Promise.resolve(true));
    equal(text('w.py'), 'new py');
    equal(text('w.json'), '\u0001\u0002\u0003');
  });

  it('asks in a dialog, which a test cannot answer', async () => {
    await writeText('out/w.py', 'old');
    await rejects(writeFiles(folder(), files, []));
    equal(text('w.py'), 'old');
  });

  const samplesOf = async (split: string, write: (samples: SampleSource) => Promise<void>) => {
    await scanAnew();
    const dataset = await datasetFrom('flowers/train.txt');
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    if (dataset === undefined) throw new Error('flowers were not counted');
    const config = { excludes: () => ({ globs: [], gitignore: true }), rules: () => [] };
    const found = { dataset, state: { folder: workspace } };
    await withSamples({ title: 'Export', found, split, folder: folder(), config }, write);
  };
  const inputOf = async (split: string, samples: SampleSource) => {
    const dataset = await datasetFrom('flowers/train.txt');
    if (dataset === undefined) throw new Error('flowers were not counted');
    const request = { scheme: 'effective-number', parameters: { n: 100 } };
    return exportInput({ dataset, split, counted: 'unit', request }, 'test', new Date(), samples);
  };

  it('writes a line for each sample of the split, in the order of the list', async () => {
    await samplesOf('train', async (samples) => {
      const input = await inputOf('train', samples);
      await writeFiles(folder(), sampleWeightsCsv.files(input, 'w.csv'), [], never);
    });
    const rows = text('w.csv').trimEnd().split('\r\n').slice(1);
    equal(rows.length, 10);
    deepEqual(
      rows.map((row) => Number(row.split(',')[2])),
      Array.from({ length: 10 }, (_, at) => at + 1),
    );
    deepEqual(readdirSync(folder().fsPath).sort(), ['w.csv', 'w.csv.source.json']);
  });

  it('says what is wrong with a sample, and leaves no part of a file behind', async () => {
    const writing = samplesOf('train', async (samples) => {
      const input = await inputOf('train', samples);
      await writeFiles(folder(), ultralyticsList.files(input, 'list.txt'), [], never);
    });
    await rejects(
      writing,
      (error) => error instanceof UserError && error.message.includes('not found'),
    );
    deepEqual(readdirSync(folder().fsPath), []);
  });

  it('is never read back as labels', async () => {
    await scanAnew();
    const dataset = await datasetFrom('labels.csv');
    if (dataset === undefined) throw new Error('labels.csv was not counted');
    const request = { scheme: 'effective-number', parameters: { n: 100 } };
    const input = exportInput(
      { dataset, split: 'all', counted: 'unit', request },
      'test',
      new Date(),
    );
    await writeFiles(folder(), json.files(input, 'labels.json'), []);
    const { datasets } = await scanAnew();
    deepEqual(
      datasets.flatMap(({ sources }) => sources).filter((source) => source.startsWith('out/')),
      [],
    );
  });
});
