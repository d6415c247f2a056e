// Exact counts, kept fresh: by settings, by files, by hand; and a host that stays free meanwhile.

import { deepEqual, equal, ok } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import {
  api,
  countsOf,
  datasetFrom,
  move,
  remove,
  scanAnew,
  setting,
  until,
  writeText,
  eventLoopDuring,
} from './support';

const original = originalTable();

/** The fixture's table, to put back after each test that changes it. */
function originalTable(): string {
  const rows = ['cat', 'cat', 'cat', 'cat', 'dog', 'dog', 'owl'];
  return `filename,label\n${rows.map((row, at) => `img_00${at + 1}.jpg,${row}`).join('\n')}\n`;
}

describe('scan', () => {
  it('counts the fixture exactly', async () => {
    const { status, stale, problems } = await scanAnew();
    deepEqual({ status, stale, problems }, { status: 'done', stale: false, problems: [] });
    deepEqual(countsOf(await datasetFrom('labels.csv')), { cat: 4, dog: 2, owl: 1 });
    const flowers = await datasetFrom('flowers/train.txt');
    deepEqual(countsOf(flowers, 'train'), { rose: 6, lily: 3, iris: 1, lotus: 0 });
    deepEqual(countsOf(flowers, 'val'), { rose: 1, lily: 1, iris: 0, lotus: 0 });
  });

  it('weighs by the settings', async () => {
    const given = await api();
    const flowers = await datasetFrom('flowers/train.txt');
    ok(flowers);
    const { rows, scheme, prototypes } = given.weigh(flowers);
    equal(scheme, 'effective-number');
    equal(prototypes, 10_000);
    equal(rows[3].weight, 0);
    ok(Math.abs(rows.reduce((sum, { weight }) => sum + weight, 0) - 3) < 1e-9);
    await setting('scheme', 'inverse');
    const inverse = await until('the scheme has changed', () => {
      const table = given.weigh(flowers);
      return table.scheme === 'inverse' && table;
    });
    ok(Math.abs(inverse.rows[2].weight / inverse.rows[0].weight - 6) < 1e-9);
    await setting('scheme', undefined);
  });

  it('counts again when files change, appear and go', async () => {
    await writeText('labels.csv', `${original}img_008.jpg,owl\n`);
    await until('owl is 2', async () => countsOf(await datasetFrom('labels.csv')).owl === 2);
    await writeText('more/pets.csv', 'image,species\n1.jpg,ant\n2.jpg,bee\n3.jpg,bee\n');
    await until('there are bees', async () => countsOf(await datasetFrom('more/pets.csv')).bee);
    await remove('more');
    await until('no bees', async () => (await datasetFrom('more/pets.csv')) === undefined);
    await writeText('labels.csv', original);
    await until('owl is 1', async () => countsOf(await datasetFrom('labels.csv')).owl === 1);
  });

  it('counts again when a label file with an extension of its own changes', async () => {
    const sentence =
      'EU NNP I-NP I-ORG\nrejects VBZ I-VP O\nGerman JJ I-NP I-MISC\ncall NN I-NP O\n';
    await writeText('ner/eng.train', `-DOCSTART- -X- O O\n\n${sentence}`);
    const org = async () => countsOf(await datasetFrom('ner/eng.train')).ORG;
    await until('ORG is 1', async () => {
      await scanAnew();
      return (await org()) === 1;
    });
    await writeText('ner/eng.train', `-DOCSTART- -X- O O\n\n${sentence}\n${sentence}`);
    await until('ORG is 2', async () => (await org()) === 2);
    await remove('ner');
    await until('it is gone', async () => (await datasetFrom('ner/eng.train')) === undefined);
  });

  it('counts what is in a folder that comes as a whole', async () => {
    await writeText('.git/elsewhere/pets.csv', 'image,species\n1.jpg,ant\n2.jpg,bee\n3.jpg,bee\n');
    await move('.git/elsewhere', 'arrived');
    await until('there are bees', async () => countsOf(await datasetFrom('arrived/pets.csv')).bee);
    await remove('arrived');
    await remove('.git');
    await until('no bees', async () => (await datasetFrom('arrived/pets.csv')) === undefined);
  });

  it('only says that it is out of date where the user wants to refresh by hand', async () => {
    await setting('autoRefresh', false);
    await writeText('labels.csv', `${original}img_008.jpg,owl\n`);
    await until('stale', async () => (await api()).results()[0].stale);
    await sleep(500);
    equal(countsOf(await datasetFrom('labels.csv')).owl, 1);
    await vscode.commands.executeCommand('classBalance.refresh');
    equal(countsOf(await datasetFrom('labels.csv')).owl, 2);
    equal((await api()).results()[0].stale, false);
    await writeText('labels.csv', original);
    await setting('autoRefresh', undefined);
    await scanAnew();
  });

  it('counts again when settings change', async () => {
    await setting('exclude', { '**/labels.csv': true });
    await until('left out', async () => (await datasetFrom('labels.csv')) === undefined);
    await setting('exclude', undefined);
    await until('back', () => datasetFrom('labels.csv'));
    await setting('sources', [{ path: 'flowers', format: 'ignore' }]);
    await until('ignored', async () => (await datasetFrom('flowers/train.txt')) === undefined);
    await setting('sources', undefined);
    await until('counted', () => datasetFrom('flowers/train.txt'));
  });

  it('can be cancelled, and started again', async () => {
    const given = await api();
    await setting('autoRefresh', false);
    // Enough to count that the command to cancel arrives before the end.
    await writeText(
      'large/labels.csv',
      `filename,label\n${'folder/image.jpg,a\n'.repeat(8_000_000)}`,
    );
    const scanning = given.scan({ anew: true });
    await vscode.commands.executeCommand('classBalance.cancelScan');
    await scanning;
    const [{ status, datasets }] = given.results();
    await remove('large');
    await setting('autoRefresh', undefined);
    equal(status, 'cancelled');
    ok(datasets.length > 0, 'what was known is kept');
    equal((await scanAnew()).status, 'done');
  });

  it('goes on serving the extension host while it counts', async () => {
    const row = (at: number): string => `some/folder/image_${at}.jpg,class_${at % 997}\n`;
    const rows = Array.from({ length: 300_000 }, (_, at) => row(at));
    await setting('autoRefresh', false);
    await writeText('large/labels.csv', `filename,label\n${rows.join('')}`);
    const turns = await eventLoopDuring('a scan', scanAnew);
    const counted = await datasetFrom('large/labels.csv');
    await remove('large');
    await setting('autoRefresh', undefined);
    await scanAnew();
    equal(counted?.samples, 300_000);
    ok(turns > 5, `timers fired ${turns} times`);
  });
});
