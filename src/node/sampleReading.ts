// Entry of what reads a dataset's samples again for the editor: exports of one line a sample, groups, near-duplicates.
// A bundle of its own, which the extension loads when one of them is asked for: with every label format in it, it would
// be most of the extension. Errors come along, since a class is another one in each bundle.
// Must not do anything itself.

export { SamplesError } from '../core/collectSamples';
export { SourceError } from '../core/ports';
export { DuplicatesError, findDuplicates, usualDistance } from './duplicates/findDuplicates';
export { groupSample } from './groupSample';
export { sampleSource } from './sampleSource';
