// The samples of a dataset that was counted on disk, for exports of one line a sample.
// Must not know export targets.

import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { SampleSource } from '../core/exporters/exporter';
import type { Dataset, SplitName } from '../core/model';
import { type FolderSamples, readSamples } from './readSamples';

export interface CountedSamples extends Pick<
  FolderSamples,
  'root' | 'excludes' | 'rules' | 'signal' | 'onProgress'
> {
  readonly dataset: Dataset;
  /** One of its splits, or `all`. */
  readonly split: SplitName;
  /** The folder that the export is written to, absolute. */
  readonly folder: string;
  readonly seed: number;
}

/** Reads nothing before it is asked for samples. */
export function sampleSource(counted: CountedSamples): SampleSource {
  const { dataset, split, folder, seed, ...how } = counted;
  const isWhole = split === 'all' && !dataset.splits.some((one) => one.name === 'all');
  return {
    seed,
    pathTo: (media) => pathFrom(folder, join(resolve(counted.root), media)),
    each: async (call) => {
      await readSamples({
        ...how,
        ...{ dataset: dataset.id, counted: dataset, media: true },
        onSample: (sample) => {
          if (isWhole || sample.split === split) call(sample);
        },
      });
    },
  };
}

/** `./../images/1.jpg`: list files take a leading `./` for their own folder. Absolute where no relative path leads there. */
function pathFrom(folder: string, path: string): string {
  const way = relative(folder, path).replaceAll(sep, '/');
  return isAbsolute(way) ? way : `./${way}`;
}
