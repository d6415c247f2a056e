import { describe, expect, test } from 'vitest';
import { guessFrameworks } from '../../../src/core/advice/frameworks';
import type { Exporter } from '../../../src/core/exporters/exporter';
import { exporters } from '../../../src/core/exporters/registry';
import { clashes, exportInput, proposedName } from '../../../src/host/export/input';
import { readPrototypes } from '../../../src/host/export/prototypes';
import { previewOf } from '../../../src/host/export/previewText';
import { runSteps, type Step } from '../../../src/host/base/steps';
import { orderTargets } from '../../../src/host/export/targetOrder';
import { datasetOf, splitOf } from './fixtures';
import { sourceOf } from '../../lib/exportInput';

const unread = sourceOf([]);

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
    const input = exportInput(chosen, 'tool 1', new Date(0), unread);
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

describe('orderTargets', () => {
  const guesses = guessFrameworks([
    { path: 'train.py', text: 'import torch\nimport timm\nimport sklearn\nimport jax\n' },
  ]);
  const idsOf = (list: readonly { readonly exporter: Exporter }[]): readonly string[] =>
    list.map(({ exporter }) => exporter.id);

  test('puts three likely targets first, with the reason', () => {
    const { likely } = orderTargets(exporters, guesses, () => true);
    expect(idsOf(likely)).toEqual(['timm', 'pytorch', 'optax']);
    expect(likely.at(0)?.evidence).toEqual({ shown: 'import timm', path: 'train.py' });
  });

  test('shows every target once', () => {
    const { likely, groups } = orderTargets(exporters, guesses, () => true);
    const all = [
      ...idsOf(likely),
      ...groups.flatMap((group) => group.exporters.map(({ id }) => id)),
    ];
    expect(all.toSorted()).toEqual(exporters.map(({ id }) => id).toSorted());
    expect(groups.every((group) => group.exporters.length > 0)).toBe(true);
  });

  test('takes the next target of a framework where the first does not fit', () => {
    const { likely } = orderTargets(exporters, guesses, ({ id }) => id !== 'pytorch');
    expect(idsOf(likely)).toEqual(['timm', 'pytorch-bce', 'optax']);
  });

  test('offers no target that is not to be chosen from', () => {
    const few = exporters.filter(({ id }) => id === 'optax' || id === 'json');
    expect(idsOf(orderTargets(few, guesses, () => true).likely)).toEqual(['optax']);
    expect(orderTargets(few, [], () => true).likely).toEqual([]);
  });
});

describe('previewOf', () => {
  const splits = [splitOf('all', [90, 9, 1])];
  const chosen = {
    dataset: datasetOf({ splits, unit: 'image', samples: 100 }),
    split: 'all',
    counted: 'unit',
    request: { scheme: 'effective-number', parameters: { n: 1000 } },
  } as const;
  const input = exportInput(chosen, 'tool 1', new Date(0), unread);
  const words = {
    more: (lines: number) => `${lines} more`,
    beside: (names: readonly string[]) => `and ${names.join()}`,
    binary: (name: string, bytes: number) => `${name}, ${bytes} bytes`,
    streamed: (name: string, samples: number) => `${name}, ${samples} samples`,
  };
  const [pytorch, npy] = ['pytorch', 'npy'].map(
    (id) => exporters.find((one) => one.id === id) ?? exporters[0],
  );
  const preview = (exporter: Exporter, shape: 'file' | 'snippet' = 'file') =>
    previewOf(exporter, () => input, shape, words);

  test('is the file, and names those beside it', () => {
    const [first, second] = pytorch.files(input, pytorch.fileName);
    const { name, text } = preview(pytorch);
    expect(name).toBe('class_weights.py');
    expect(text.startsWith(first.content as string)).toBe(true);
    expect(text.endsWith(`\n# and ${second.name}\n`)).toBe(true);
  });

  test('is the code that would be copied', () => {
    expect(preview(pytorch, 'snippet')).toEqual({
      name: 'pytorch.py',
      text: pytorch.snippet?.(input).text,
    });
  });

  test('describes what is binary', () => {
    const { name, text } = preview(npy);
    expect(name).toBe('class_weights.npy.txt');
    expect(text).toMatch(/^class_weights\.npy, \d+ bytes\n/);
    expect(text).toContain(npy.description);
  });

  test('gives the reason of a target that refuses', () => {
    const refuse = (): never => {
      throw new RangeError('needs images');
    };
    const refusing = { ...npy, files: refuse };
    expect(preview(refusing)).toEqual({ name: 'class_weights.npy.txt', text: 'needs images\n' });
    expect(previewOf(npy, refuse, 'file', words).text).toBe('needs images\n');
  });

  test.each([
    ['a.py', 'a.py', '# 100 more'],
    ['a.ts', 'a.ts', '// 100 more'],
    ['a.json', 'a.json.txt', '… 100 more'],
  ])('shows the start of a long %s', (fileName, name, last) => {
    const content = Array.from({ length: 500 }, (_, at) => `${at}\n`).join('');
    const shown = preview({ ...pytorch, fileName, files: () => [{ name: fileName, content }] });
    const lines = shown.text.split('\n');
    expect(shown.name).toBe(name);
    expect(lines.slice(399)).toEqual(['399', '', last, '']);
  });

  test('never throws for a target there is, nor shows much', () => {
    for (const exporter of exporters) {
      for (const shape of ['file', 'snippet'] as const) {
        const { name, text } = preview(exporter, shape);
        expect(name, exporter.id).toMatch(/^[\w.-]+\.\w+$/);
        expect(text.split('\n').length, exporter.id).toBeLessThan(405);
      }
    }
  });
});
