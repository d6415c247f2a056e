// Answers one question about the samples of a dataset on disk, reading no more of them than it takes.
// Must not know who asks.

import type { Finding, Study } from '../core/sampleStudies';
import { FirstSamples, PairCounter } from '../core/sampleStudies';
import type { Dataset } from '../core/model';
import { type FolderSamples, readSamples } from './readSamples';

export interface SampleStudy extends Pick<
  FolderSamples,
  'root' | 'excludes' | 'rules' | 'signal' | 'onProgress'
> {
  /** As a scan with the same excludes and rules counted it. */
  readonly dataset: Dataset;
  readonly study: Study;
}

/** Thrown to stop reading: there is enough. */
class Enough extends Error {}

/** Rejects as `readSamples` does. */
export async function studySamples({ dataset, study, ...how }: SampleStudy): Promise<Finding> {
  const student = studentOf(study, dataset);
  try {
    await readSamples({
      ...how,
      ...{ dataset: dataset.id, counted: dataset, media: study.kind === 'first' },
      onSample: (sample) => {
        if (student.take(sample)) throw new Enough();
      },
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return student.finding();
}

function studentOf(study: Study, dataset: Dataset): FirstSamples | PairCounter {
  return study.kind === 'first'
    ? new FirstSamples(study.index, study.split, study.limit)
    : new PairCounter(dataset, study.split, study.most);
}
