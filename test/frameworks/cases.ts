// The datasets that exports are proved with: real counts, and all that makes exports go wrong.
// Must not know targets.

import type { ClassCount, Unit } from '../../src/core/model';
import type { WeightRequest } from '../../src/core/weights/scheme';

export interface Case {
  readonly id: string;
  readonly classes: readonly ClassCount[];
  readonly request: WeightRequest;
  readonly unit: Unit;
  readonly multiLabel: boolean;
  readonly samples: number;
}

/** Long-tailed CIFAR-10 of imbalance 100 (Cui et al., section 5.1): trunc(5000 · 0.01^(i/9)). */
export const cifar: readonly (readonly [name: string, count: number])[] = [
  ['airplane', 5000],
  ['automobile', 2997],
  ['bird', 1796],
  ['cat', 1077],
  ['deer', 645],
  ['dog', 387],
  ['frog', 232],
  ['horse', 139],
  ['ship', 83],
  ['truck', 50],
];

/** Names that break what quotes, splits or evaluates them carelessly. */
const nastyNames = [
  'class',
  'None',
  'NA',
  '0012',
  '3.14',
  '-1e5',
  'it\'s "quoted"',
  'back\\slash\\n',
  'line\nbreak\r\nand\rmore',
  '"""',
  '# not a comment',
  'a, b; c\td',
  ' spaces around ',
  '{braces} %s $x ${y} `z`',
  'Ünïcödé 猫 🐈',
  'e\u0301 and \u00e9',
  '\u2028\u2029\u0085\u00a0',
  '\u202ereversed',
  '',
  'yes: no',
  '- item',
  'true',
  '\ufeffmark\ufffe\uffff',
  '\u0000\u001b[31m\u007f',
];

function named(
  entries: readonly (readonly [name: string, count: number, images?: number])[],
): ClassCount[] {
  return entries.map(([name, count, images]) => ({
    id: name,
    name,
    count,
    ...(images === undefined ? {} : { images }),
  }));
}

const total = (classes: readonly ClassCount[]): number =>
  classes.reduce((sum, entry) => sum + entry.count, 0);

function oneLabel(id: string, classes: readonly ClassCount[], request: WeightRequest): Case {
  return { id, classes, request, unit: 'image', multiLabel: false, samples: total(classes) };
}

/** Every case that needs no file. */
export const cases: readonly Case[] = [
  oneLabel(
    'binary',
    named([
      ['healthy', 950],
      ['ill', 50],
    ]),
    {
      scheme: 'balanced',
      normalisation: 'none',
    },
  ),
  oneLabel(
    'nasty',
    named(nastyNames.map((name, at) => [name, at % 4 === 3 ? 0 : 2 ** (at % 12) + at])),
    { scheme: 'effective-number', parameters: { beta: 0.99 } },
  ),
  oneLabel(
    'integers',
    [7, 0, 300, 12, 0, 90].map((count, at) => ({ id: `${at + 3}`, name: `kind ${at}`, count })),
    {
      scheme: 'power',
      parameters: { q: 0.75 },
      normalisation: 'max-one',
      zeroCount: 'pseudo-count',
    },
  ),
  {
    id: 'multi-label',
    classes: named([
      ['sky', 800],
      ['person', 450],
      ['kite', 30],
      ['never', 0],
      ['dog', 120],
    ]),
    request: { scheme: 'effective-number', parameters: { n: 1000 } },
    unit: 'image',
    multiLabel: true,
    samples: 1000,
  },
  {
    id: 'segmentation',
    classes: named([
      ['road', 2_036_416_525, 2934],
      ['sky', 336_090_793, 2686],
      ['pole', 67_089_092, 2949],
      ['train', 12_863_955, 142],
      ['void', 0, 0],
      ['rider', 7_463_162, 1023],
    ]),
    request: { scheme: 'median-frequency', normalisation: 'mean-one-per-sample' },
    unit: 'pixel',
    multiLabel: false,
    samples: 2975,
  },
  {
    id: 'detection',
    classes: named([
      ['person', 262_465, 64_115],
      ['car', 43_867, 12_251],
      ['toaster', 225, 217],
      ['hair drier', 198, 189],
      ['unicorn', 0, 0],
    ]),
    request: { scheme: 'inverse-square-root', normalisation: 'min-one' },
    unit: 'box',
    multiLabel: false,
    samples: 117_266,
  },
  {
    id: 'spans',
    classes: named([
      ['PER', 6600],
      ['LOC', 7140],
      ['ORG', 6321],
      ['MISC', 343],
    ]),
    request: { scheme: 'enet-log', parameters: { k: 1.1 }, normalisation: 'sum-to-one' },
    unit: 'span',
    multiLabel: false,
    samples: 14_041,
  },
];

/** Random classes, the same in every run: names of all kinds of characters, counts of all sizes, some of them 0. */
export function randomCases(how: number): Case[] {
  const random = mulberry(20190616);
  return Array.from({ length: how }, (_, at) => {
    const names = new Set<string>();
    const size = 1 + Math.floor(random() * 12);
    while (names.size < size) names.add(randomName(random));
    const classes = named(
      [...names].map((name, index) => [
        name,
        index > 0 && random() < 0.2 ? 0 : Math.ceil(10 ** (random() * 6)),
      ]),
    );
    return oneLabel(`random-${at}`, classes, { scheme: 'effective-number' });
  });
}

const alphabets: readonly ((random: () => number) => string)[] = [
  (random) => String.fromCodePoint(0x20 + Math.floor(random() * 0x5f)),
  (random) => '\'"`\\\n\r\t#,;:{}[]%$&*!|>-?@ \0'.charAt(Math.floor(random() * 29)),
  (random) => '0123456789.eE+-'.charAt(Math.floor(random() * 15)),
  (random) => String.fromCodePoint(0x80 + Math.floor(random() * 0x2000)),
  (random) => String.fromCodePoint(0xe000 + Math.floor(random() * 0x2000)),
  (random) => String.fromCodePoint(0x10000 + Math.floor(random() * 0x100000)),
];

function randomName(random: () => number): string {
  const one = alphabets[Math.floor(random() * alphabets.length)];
  return Array.from({ length: Math.floor(random() * 16) }, () => {
    const mixed = alphabets[Math.floor(random() * alphabets.length)];
    return (random() < 0.7 ? one : mixed)(random);
  }).join('');
}

/** A small seeded generator of numbers in [0, 1) (Mulberry32). */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
