// A report on near-duplicates for the page, as the host sends it: every finding once.
// Must not know the page.
import { cifar } from './datasets.mjs';

const sizes = { singles: 0, doubles: 0, pairs: 0, triples: 0 };
const estimate = (n, low, high) => ({ n, low, high });

const found = {
  airplane: {
    counts: { samples: 5000, clusters: 4971, ...sizes },
    finding: 'supported',
    prototypes: estimate(429_281, 295_396, 628_872),
    sentence: '',
  },
  automobile: {
    counts: { samples: 2997, clusters: 2941, ...sizes },
    finding: 'estimators-disagree',
    estimates: {
      occupancy: estimate(221_501, 1, 1),
      collision: estimate(95_401, 1, 1),
      chao1: estimate(406_500, 1, null),
    },
    sentence: '',
  },
  bird: {
    counts: { samples: 1796, clusters: 900, ...sizes },
    finding: 'supported',
    prototypes: estimate(1125, 1040, 1218),
    sentence: '',
  },
  cat: {
    counts: { samples: 1077, clusters: 1071, ...sizes },
    finding: 'wide-interval',
    estimates: {
      occupancy: estimate(96_300, 38_000, 410_000),
      collision: estimate(96_300, 1, 1),
      chao1: estimate(95_000, 1, 1),
    },
    sentence: '',
  },
};

export const duplicates = {
  ...{ schema: 'class-balance/duplicates@1', dataset: cifar.id, name: cifar.name },
  ...{ split: 'train', distance: 4, decoder: 'own decoders', pictures: 12_404, supported: 2 },
  ...{ withoutPicture: 0, skipped: { count: 2, examples: [] } },
  classes: cifar.classes.map(({ id, name }, at) => ({
    ...{ id, name },
    ...(found[id] ?? {
      counts: {
        samples: cifar.splits[0].counts[at],
        clusters: cifar.splits[0].counts[at],
        ...sizes,
      },
      ...{ finding: 'few-collisions', atLeast: 5200, sentence: '' },
    }),
  })),
};
