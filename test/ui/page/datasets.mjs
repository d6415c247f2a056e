// Canned datasets for the page: usual ones, large ones, and those that hurt.
// Must not know the page; shaped as the host sends them.

/** A dataset from names and counts per split. */
export function datasetOf(name, names, splits, extra = {}) {
  const classes = names.map((one, i) => {
    const entry = typeof one === 'string' ? { id: one, name: one } : one;
    return { ...entry, count: splits.reduce((sum, split) => sum + split.counts[i], 0) };
  });
  const samples = splits.map((split) => split.counts.reduce((sum, count) => sum + count, 0));
  return {
    ...{
      id: name,
      name,
      format: 'delimited',
      readAs: 'Delimited table',
      unit: 'image',
      status: 'asserted',
    },
    ...{ sources: ['labels.csv'], evidence: [], multiLabel: false, unlabelled: 0, problems: [] },
    samples: samples.reduce((sum, one) => sum + one, 0),
    classes,
    splits: splits.map((split, i) => ({ samples: samples[i], unlabelled: 0, ...split })),
    ...extra,
  };
}

/** `size` counts that fall from `most` to `least` along a straight line on a logarithmic scale. */
export function longTail(size, most, least) {
  const fall = (least / most) ** (1 / Math.max(1, size - 1));
  return Array.from({ length: size }, (_, i) => Math.floor(most * fall ** i + 1e-9));
}

const cifarNames = [
  ...['airplane', 'automobile', 'bird', 'cat', 'deer'],
  ...['dog', 'frog', 'horse', 'ship', 'truck'],
];
export const cifar = datasetOf('CIFAR-10-LT', cifarNames, [
  { name: 'train', counts: longTail(10, 5000, 50) },
  { name: 'test', counts: Array(10).fill(1000) },
]);

const places = [
  'airfield',
  'alley',
  'aquarium',
  'attic',
  'bakery',
  'bamboo forest',
  'barn',
  'bazaar',
];
const kinds = [
  'indoor',
  'outdoor',
  'door',
  'platform',
  'interior',
  'shop',
  'public',
  'ruin',
  'natural',
];
const placeNames = Array.from({ length: 365 }, (_, i) => {
  const place = places[i % places.length];
  return `${place}/${kinds[Math.floor(i / places.length) % kinds.length]} ${Math.floor(i / 72)}`;
});
export const placesLt = datasetOf(
  'Places-LT',
  placeNames.map((name, i) => ({ id: String(i), name })),
  [
    { name: 'train', counts: longTail(365, 4980, 5) },
    { name: 'val', counts: placeNames.map((_, i) => (i > 350 ? 0 : 20)) },
    { name: 'test', counts: placeNames.map((_, i) => (i < 4 ? 0 : 100)) },
  ],
  {
    problems: [
      {
        ...{ code: 'class-not-declared', severity: 'warning', file: 'Places_LT_train.txt' },
        ...{ line: 812, column: 44, message: 'Class “366” is not among the declared classes.' },
      },
      {
        ...{ code: 'file-missing', severity: 'error', file: 'Places_LT_val.txt', line: 3 },
        message: 'The image “val/00000012.jpg” is not there.',
      },
      { code: 'no-names', severity: 'information', message: 'There are no names of classes.' },
    ],
  },
);

export const detection = datasetOf(
  'Street scenes',
  ['person', 'bicycle', 'car', 'motorcycle', 'bus', 'train', 'truck', 'traffic light', 'unicorn'],
  [
    {
      name: 'train',
      counts: [262465, 7113, 43867, 8725, 6069, 4571, 9973, 12884, 0],
      images: [64115, 3252, 12251, 3502, 3952, 3588, 6127, 4139, 0],
      samples: 118287,
      unlabelled: 1021,
    },
  ],
  { unit: 'box', format: 'coco', multiLabel: true },
);

export const large = datasetOf(
  'ImageNet-21k-like',
  Array.from({ length: 22_000 }, (_, i) => ({
    id: `n${String(i).padStart(8, '0')}`,
    name: `synset ${i}`,
  })),
  [
    {
      name: 'all',
      counts: longTail(22_000, 2341, 1).map((count, i) => (i % 997 === 3 ? 0 : count)),
    },
  ],
);

export const hostileNames = [
  '<img src=x onerror="window.pwned=1">',
  '<script>window.pwned=1</script>',
  '"><svg onload=window.pwned=1>',
  `long ${'x'.repeat(10_000)}`,
  'עברית مرحبا שלום',
  '👩‍👩‍👧‍👦 family 🏳️‍🌈',
  '\u202eright-to-left override',
  '',
  '${constructor}',
  '__proto__',
  'line\nbreak\ttab',
];
export const hostile = datasetOf('<b>hostile</b>', hostileNames, [
  {
    name: '<i>train</i>',
    counts: [2 ** 53, 2 ** 52, 2 ** 40, 1e9, 12_345, 1000, 100, 20, 1, 0, 0],
  },
]);

export const single = datasetOf('One class', ['only'], [{ name: 'all', counts: [42] }]);
export const equal = datasetOf('Equal', cifarNames, [{ name: 'all', counts: Array(10).fill(500) }]);
export const noClasses = datasetOf('Nothing in it', [], [{ name: 'all', counts: [] }], {
  problems: [
    {
      code: 'truncated',
      severity: 'error',
      file: 'labels.json',
      line: 1,
      message: 'The file ends early.',
    },
  ],
});
export const noSamples = datasetOf(
  'All empty',
  ['a', 'b', 'c'],
  [{ name: 'all', counts: [0, 0, 0] }],
);

export const datasets = {
  ...{ cifar, placesLt, detection, large, hostile, single, equal, noClasses, noSamples },
};
