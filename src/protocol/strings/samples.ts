// The page's English texts on samples, pairs of classes and near-duplicates.
// Must not know where a text is shown, nor who translates it.

export const samplesStrings = {
  'samples.none': 'None',
} as const;
