// The page's English texts on what training on this very dataset has found.
// Must not know where a text is shown, nor who translates it.

export const trainedStrings = {
  'trained.title': 'Trained on this data',
  'trained.better':
    '“{0}” is better on this data: {1} % balanced accuracy against {2} % for plain “{3}”.',
  'trained.unconfirmed':
    'Plain “{3}” stays: “{0}” does better on the test data ({1} % against {2} %) but was not the best on the validation data.',
  'trained.no-difference':
    'No difference shown: the best other loss, “{0}”, reaches {1} % balanced accuracy on this data, plain “{3}” {2} %.',
  'trained.worse':
    'Plain “{3}” is best on this data: {2} % balanced accuracy; the next, “{0}”, reaches {1} %.',
  'trained.alone': 'Only plain “{3}” was trained to its end: {2} % balanced accuracy.',
  'trained.difference': 'Difference: {0} points (95 % interval {1} to {2} over {3} seeds).',
  'trained.differenceOnce': 'Difference: {0} points (one seed, so no interval).',
  'trained.recall': 'Recall changes by {0} points for the largest classes, {1} for the smallest.',
  'trained.postHoc': 'Post-hoc logit adjustment, which needs no training, reaches {0} %.',
  'trained.where': '{0}, {1}',
  'trained.use': 'Use This Loss',
  'trained.useN': 'Use This Loss with N = {0}',
  'trained.inUse': 'This loss is in use.',
  'trained.open': 'Open Training Results',
  'trained.none': 'Training tells which loss is best on this data.',
  'trained.start': 'Start Training…',
  'trained.startHint': 'Compare losses on this dataset and keep the one that wins',
} as const;
