// Real data, where it is there: counts that are known, through the built command line as a script would use it.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset, ScanReport } from '../../src/core/model';
import { bundles } from '../../esbuild.mjs';
import { sharedPath } from '../lib/shared';

const classes = 'airplane automobile bird cat deer dog frog horse ship truck'.split(' ');
/** Cui et al., CVPR 2019: CIFAR-10, imbalance factor 100, weights that sum to 10. */
const counts = [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50];
const weights = {
  0.99: '.783832 .783832 .783832 .783848 .785034 .800201 .868159 1.041415 1.385429 1.984417',
  0.999: '.181187 .189414 .215742 .272859 .378479 .560581 .868804 1.386165 2.258450 3.688319',
  0.9999: '.050611 .076900 .121134 .195037 .318805 .524590 .868349 1.442627 2.409223 3.992724',
};

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'class-balance-real-'));
  await build({ ...bundles.engine, outdir: join(folder, 'dist'), sourcemap: false });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function cli(...args: string[]): unknown {
  const text = execFileSync('node', [join(folder, 'dist/cli.mjs'), ...args, '--json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return JSON.parse(text);
}

function only(path: string): Dataset {
  const { datasets } = cli('scan', path) as ScanReport;
  const asserted = datasets.filter((one) => one.status === 'asserted');
  expect(asserted).toHaveLength(1);
  return asserted[0];
}

const splitsOf = (dataset: Dataset): Record<string, number[]> =>
  Object.fromEntries(dataset.splits.map((split) => [split.name, [...split.counts]]));

describe('CIFAR-10 made long-tailed', () => {
  beforeAll(() => {
    const lines = classes.flatMap((label, index) =>
      Array.from(
        { length: Math.trunc(5000 * 0.01 ** (index / 9)) },
        (_, at) => `${label}/${at}.jpg ${index}`,
      ),
    );
    mkdirSync(join(folder, 'lt'));
    writeFileSync(join(folder, 'lt/train.txt'), lines.join('\n'));
    writeFileSync(join(folder, 'lt/classes.txt'), classes.join('\n'));
  });

  test('has the counts of the paper', () => {
    const dataset = only(join(folder, 'lt'));
    expect(dataset.classes.map((entry) => entry.name)).toEqual(classes);
    expect(splitsOf(dataset)).toEqual({ train: counts });
  });

  test.each(Object.entries(weights))('has the weights of the paper for β = %s', (beta, wanted) => {
    const document = cli('weights', join(folder, 'lt'), '--beta', beta) as {
      classes: { weight: number }[];
    };
    wanted.split(' ').forEach((weight, index) => {
      expect(Math.abs(document.classes[index].weight - Number(weight))).toBeLessThan(1e-6);
    });
  });
});

const places = sharedPath('data/places-lt', 'the scan of Places-LT');
describe.runIf(places !== undefined)('Places-LT', () => {
  test('has 365 classes, 62,500 images of train from 4,980 down to 5, and its other splits beside them', () => {
    const dataset = only(places ?? '');
    const { train, val, test: held } = splitsOf(dataset);
    expect(dataset.unit).toBe('image');
    expect(train).toHaveLength(365);
    expect(train.reduce((sum, count) => sum + count, 0)).toBe(62_500);
    expect([Math.max(...train), Math.min(...train)]).toEqual([4980, 5]);
    expect(new Set(val)).toEqual(new Set([20]));
    expect(new Set(held)).toEqual(new Set([100]));
  });
});

const archive = sharedPath('data/cifar10-images.tar.xz', 'the scan of CIFAR-10 as class folders');
describe.runIf(archive !== undefined)('CIFAR-10 as class folders', () => {
  test('is one dataset of 10 classes, 5,000 and 1,000 images each', () => {
    const images = join(folder, 'images');
    mkdirSync(images);
    execFileSync('tar', ['-xJf', archive ?? '', '-C', images]);
    const dataset = only(images);
    expect(dataset.unit).toBe('image');
    expect(dataset.classes.map((entry) => entry.name)).toEqual(classes);
    const of = (count: number): number[] => classes.map(() => count);
    expect(splitsOf(dataset)).toEqual({ train: of(5000), test: of(1000) });
  }, 120_000);
});
