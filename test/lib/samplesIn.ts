// Collects the samples of a dataset of files in memory, copied, since they are good during the call only.
// Must not know formats.

import { type ClassSample, collectSamples } from '../../src/core/collectSamples';
import { formats } from '../../src/core/formats/registry';
import type { Dataset } from '../../src/core/model';
import { InProcessRunner } from '../../src/node/inProcessRunner';
import { MemorySource } from '../fakes/memorySource';
import type { MemoryFiles } from './scanMemory';

export interface SamplesIn {
  readonly dataset: Dataset;
  readonly samples: readonly ClassSample[];
}

/** Samples of the dataset with that id. `counted`: as an earlier scan gave it. */
export async function samplesIn(
  files: MemoryFiles,
  id: string,
  counted?: Dataset,
): Promise<SamplesIn> {
  const source = new MemorySource(files);
  const runner = new InProcessRunner(formats, source);
  const samples: ClassSample[] = [];
  const dataset = await collectSamples(source, {
    ...{ formats, runner, counter: runner, dataset: id, media: true },
    excludes: { globs: [], gitignore: false },
    rules: [],
    signal: new AbortController().signal,
    ...(counted === undefined ? {} : { counted }),
    onSample: (sample) => {
      const { times, classes, ...rest } = sample;
      samples.push({ ...rest, classes: [...classes], ...(times && { times: [...times] }) });
    },
  });
  return { dataset, samples };
}

/** `media or path or file:line -> class names`, one text a sample. */
export function told({ dataset, samples }: SamplesIn): string[] {
  return samples.map(({ media, path, file, line, classes, split }) => {
    const place = media ?? path ?? `${file}:${line ?? ''}`;
    const names = classes.map((index) => dataset.classes[index].name);
    return `${split} ${place} -> ${names.join(' ')}`;
  });
}
