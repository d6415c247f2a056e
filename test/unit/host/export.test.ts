import { describe, expect, test } from 'vitest';
import { exporters } from '../../../src/core/exporters/registry';
import { clashes, exportInput, proposedName } from '../../../src/host/export/input';
import { readPrototypes } from '../../../src/host/export/prototypes';
import { runSteps, type Step } from '../../../src/host/export/steps';
import { datasetOf, splitOf } from './fixtures';

describe('readPrototypes', () => {
  test.each([
    ['10000', 10_000],
    [' 1e4 ', 10_000],
    ['10,000', 10_000],
    ['N = 50', 50],
    ['0.9999', 10_000],
    ['0,999', 1000],
    ['β=0.99', 100],
    ['0', 1],
    ['1', 1],
    ['∞', Infinity],
    ['inf', Infinity],
    ['', undefined],
    ['-1', undefined],
    ['many', undefined],
    ['1e13', undefined],
  ])('reads %j as %s', (text, expected) => {
    const read = readPrototypes(text);
    if (expected === undefined || expected === Infinity) expect(read).toBe(expected);
    else expect(read).toBeCloseTo(expected, 6);
  });
});

describe('runSteps', () => {
  const say =
    (word: string): Step<string> =>
    (state) =>
      Promise.resolve({ state: `${state}${word}`, asked: true });

  test('asks in order', async () => {
    await expect(runSteps('', [say('a'), say('b')])).resolves.toBe('ab');
  });

  test('goes back to the last question that was asked, with the state it had', async () => {
    const seen: string[] = [];
    const skipped: Step<string> = (state) => Promise.resolve({ state: `${state}-`, asked: false });
    const once: Step<string> = (state, canGoBack) => {
      seen.push(`${state}:${canGoBack}`);
      return Promise.resolve(seen.length === 1 ? 'back' : { state: `${state}c`, asked: true });
    };
    const first: Step<string> = (state) => Promise.resolve({ state: `${state}a`, asked: true });
    await expect(runSteps('', [first, skipped, once])).resolves.toBe('a-c');
    expect(seen).toEqual(['a-:true', 'a-:true']);
  });

  test('says that there is no way back from the first question', async () => {
    const ways: boolean[] = [];
    const ask: Step<string> = (state, canGoBack) => {
      ways.push(canGoBack);
      return Promise.resolve({ state, asked: true });
    };
    await runSteps('', [ask, ask]);
    expect(ways).toEqual([false, true]);
  });
});

describe('export input', () => {
  const splits = [splitOf('train', [90, 9, 1]), splitOf('val', [1, 1, 1])];
  const dataset = datasetOf({ splits, unit: 'box', sources: ['a.json'] });
  const request = { scheme: 'effective-number', parameters: { n: 1000 } };

  test('weighs the chosen split and says where the numbers come from', () => {
    const chosen = { dataset, split: 'train', counted: 'unit', request } as const;
    const { table, provenance } = exportInput(chosen, 'tool 1', new Date(0));
    expect(table.rows.map(({ count }) => count)).toEqual([90, 9, 1]);
    expect(table.rows.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(3, 9);
    expect(provenance).toMatchObject({
      tool: 'tool 1',
      created: '1970-01-01T00:00:00.000Z',
      sources: ['a.json'],
      unit: 'box',
      split: 'train',
      samples: 100,
    });
  });

  test('is taken by every exporter', () => {
    const images = { ...dataset, unit: 'image', samples: 103 } as const;
    const chosen = { dataset: images, split: 'all', counted: 'unit', request } as const;
    const input = exportInput(chosen, 'tool 1', new Date(0));
    for (const exporter of exporters) {
      const files = exporter.files(input, exporter.fileName);
      expect(files.at(0)?.name, exporter.id).toBe(exporter.fileName);
    }
  });

  test('proposes a name that tells datasets apart where there are several', () => {
    const [exporter] = exporters;
    expect(proposedName(exporter, dataset, true)).toBe(exporter.fileName);
    const named = { ...dataset, name: 'My Pets (2024).csv' };
    expect(proposedName(exporter, named, false)).toBe(`my_pets_2024_csv_${exporter.fileName}`);
    expect(proposedName(exporter, { ...dataset, name: '///' }, false)).toBe(exporter.fileName);
  });
});

describe('clashes', () => {
  const files = [
    { name: 'a.py', content: '' },
    { name: 'a.json', content: '' },
  ];

  test('names files that are there and that nobody agreed to replace', () => {
    expect(clashes(files, () => true, ['a.py'])).toEqual(['a.json']);
    expect(clashes(files, () => false, [])).toEqual([]);
    expect(clashes(files, (name) => name === 'a.py', [])).toEqual(['a.py']);
  });
});
