// What holds for every fixture: its samples, one by one, add up to what the scan counts.
import { describe, expect, test } from 'vitest';
import { type ClassSample, collectSamples, SamplesError } from '../../src/core/collectSamples';
import { formats } from '../../src/core/formats/registry';
import type { Dataset } from '../../src/core/model';
import { InProcessRunner } from '../../src/node/inProcessRunner';
import { MemorySource } from '../fakes/memorySource';
import { filesOf, ownFixtures, sharedFixtures } from '../lib/fixtures';
import { type MemoryFiles, scanMemory } from '../lib/scanMemory';

/** Datasets that give no samples, and why. Everything else must. */
const withoutSamples: readonly { readonly id: RegExp; readonly reason: string }[] = [
  {
    id: /^(?:cvat|mot|video-boxes):.*#tracks$/,
    reason: 'a track is counted once and lies in many frames',
  },
];

const fixtures = [...ownFixtures(), ...sharedFixtures('the samples of the shared fixtures')].map(
  (fixture) => ({ name: fixture.name, files: filesOf(fixture) }),
);

describe.each(fixtures)('fixture $name', ({ files }) => {
  test('gives samples that add up to its counts', async () => {
    for (const dataset of (await scanMemory(formats, files)).datasets) {
      const excused = withoutSamples.some(({ id }) => id.test(dataset.id));
      const samples = await samplesOf(files, dataset);
      if (excused) expect(samples, dataset.id).toBeUndefined();
      else expect(samples, dataset.id).toEqual(wanted(dataset));
    }
  });
});

interface Sums {
  readonly samples: number;
  readonly unlabelled: number;
  readonly counts: number[];
}

/** Sums by split; undefined where the format has no samples. */
async function samplesOf(
  files: MemoryFiles,
  dataset: Dataset,
): Promise<Record<string, Sums> | undefined> {
  const sums: Record<string, { samples: number; unlabelled: number; counts: number[] }> = {};
  const onSample = ({ split, classes, times }: ClassSample): void => {
    const empty = { samples: 0, unlabelled: 0, counts: dataset.classes.map(() => 0) };
    const sum = (sums[split] ??= empty);
    sum.samples += 1;
    if (classes.length === 0) sum.unlabelled += 1;
    classes.forEach((index, at) => {
      sum.counts[index] += times?.[at] ?? 1;
    });
  };
  const source = new MemorySource(files);
  const runner = new InProcessRunner(formats, source);
  const signal = new AbortController().signal;
  const how = { formats, runner, counter: runner, rules: [], signal, onSample };
  const excludes = { globs: [], gitignore: false };
  try {
    await collectSamples(source, { ...how, excludes, dataset: dataset.id, counted: dataset });
  } catch (error) {
    if (error instanceof SamplesError && error.code === 'none') return undefined;
    throw error;
  }
  return sums;
}

function wanted(dataset: Dataset): Record<string, Sums> {
  const splits = dataset.splits.filter(({ samples }) => samples > 0);
  return Object.fromEntries(
    splits.map(({ name, samples, unlabelled, counts }) => [
      name,
      { samples, unlabelled, counts: [...counts] },
    ]),
  );
}
