// The page's English texts on samples, pairs of classes and near-duplicates.
// Must not know where a text is shown, nor who translates it.

export const samplesStrings = {
  'samples.title': 'Samples',
  'samples.show': 'Show Samples of “{0}”',
  'samples.pick': 'Show Samples (choose a class in the table)',
  'samples.first': 'The first {0} samples of “{1}”',
  'samples.all': 'All {0} samples of “{1}”',
  'samples.none': 'No sample of “{0}” was found.',
  'view.pairs': 'Classes together',
  'pairs.title': 'Classes that occur together',
  'pairs.count': 'Count Pairs',
  'pairs.why':
    'Samples here can carry several classes. Counting which occur together reads all label files again.',
  'pairs.about':
    'For each class (row) the share of its samples that carry the other (column). The {0} largest of {1} classes, {2} samples read.',
  'pairs.cell': '{0} samples, {1} of “{2}”, carry “{3}” too',
} as const;
