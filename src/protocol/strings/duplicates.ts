// The page's English texts on near-duplicates and the N that they tell.
// Must not know where a text is shown, nor who translates it.

export const duplicatesStrings = {
  'duplicates.title': 'Near-duplicates',
  'duplicates.why': 'Near-duplicate pictures can tell N class by class.',
  'duplicates.estimate': 'Estimate Near-Duplicates…',
  'duplicates.again': 'Estimate Again…',
  'duplicates.none':
    'Of {0} pictures, {1} repeat another of their class. In no class do they tell N: keep one N for all.',
  'duplicates.some':
    'Of {0} pictures, {1} repeat another of their class. They tell an N of their own in {2} of {3} classes.',
  'duplicates.use': 'Use N per Class',
  'duplicates.drop': 'Use One N for All',
  'duplicates.details': 'Class by class',
  'duplicates.first': 'The first {0} of {1} classes, those with an N of their own first.',
  'duplicates.skipped': '{0} pictures could not be decoded; the log names them.',
  'duplicates.class': 'Class',
  'duplicates.pictures': 'Pictures',
  'duplicates.distinct': 'Distinct',
  'duplicates.n': 'N',
  'duplicates.interval': '95 % interval',
  'duplicates.finding': 'Why',
  'duplicates.range': '{0} to {1}',
  'duplicates.supported':
    'Enough repeats, and three estimators agree. At most: what augmentation adds lowers it.',
  'duplicates.no-samples': 'There are no two pictures to compare.',
  'duplicates.few-collisions': 'Repeats: {0} of the five that are needed. N is at least about {1}.',
  'duplicates.estimators-disagree':
    'The estimators disagree ({0}, {1} and {2}): a few pictures repeat far more often than the rest.',
  'duplicates.wide-interval': 'Anything from {0} to {1} fits: too wide to weigh by.',
} as const;
