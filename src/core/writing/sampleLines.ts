// Files with one line, or one number, for each sample: written while the samples are read, nothing kept.
// Must not know export targets.

import type { ClassSample } from '../collectSamples';
import type { ExportFile, ExportInput, StreamedContent } from '../exporters/exporter';
import { sampleAccount } from './account';
import type { SampleAccount } from './document';
import { npyHead, npyValues } from './npy';
import {
  repeatCounts,
  repeatFactors,
  requireSampleSource,
  sampleWeightRule,
  sampleWeights,
} from './samples';

/** Characters, or numbers, that are gathered before they are written. */
const gathered = 1 << 16;

const order = 'Samples stand in the order of their label files, from the first line to the last.';

/** The text of a sample's line, its line end included; '' where it has none. `position` counts from 0. */
export type LineOf = (sample: ClassSample, position: number) => string;

/** What a streamed file came to: known once it is written. */
interface Progress {
  lines: number;
}

/**
 * A file of `head` and one line a sample, and its account.
 * @throws RangeError where there are no samples to read, or nothing to weigh.
 */
export function weightLines(
  input: ExportInput,
  fileName: string,
  head: string,
  lineOf: (sample: ClassSample, position: number, weight: number) => string,
): readonly ExportFile[] {
  const weightOf = sampleWeights(input);
  const done: Progress = { lines: 0 };
  const line: LineOf = (sample, position) => lineOf(sample, position, weightOf(sample));
  return [
    { name: fileName, content: textOf(input, head, line, done) },
    sampleAccount(input, fileName, () => ({ order, weight: sampleWeightRule, lines: done.lines })),
  ];
}

/** A NumPy file with the weight of each sample, float32, and its account. */
export function weightArray(input: ExportInput, fileName: string): readonly ExportFile[] {
  const source = requireSampleSource(input);
  const weightOf = sampleWeights(input);
  const { samples } = input.provenance;
  const content: StreamedContent = async (write) => {
    write(npyHead(samples));
    const values = new Float32Array(gathered);
    let count = 0;
    await source.each((sample) => {
      values[count++] = weightOf(sample);
      if (count === gathered) write(npyValues(values, count));
      count %= gathered;
    });
    write(npyValues(values, count));
  };
  const account = { order, weight: sampleWeightRule, lines: samples };
  return [{ name: fileName, content }, sampleAccount(input, fileName, () => account)];
}

/**
 * A list in which the line of a sample stands as often as its repeat factor says, and its account with the threshold.
 * @throws RangeError where there are no samples to read, or images per class are not known.
 */
export function repeatedLines(
  input: ExportInput,
  fileName: string,
  lineOf: LineOf,
): readonly ExportFile[] {
  const { seed } = requireSampleSource(input);
  const { threshold, factors } = repeatFactors(input);
  const timesOf = repeatCounts(factors, seed);
  const done: Progress = { lines: 0 };
  const line: LineOf = (sample, position) => {
    const times = timesOf(sample, position);
    done.lines += times - 1;
    return lineOf(sample, position).repeat(times);
  };
  const more = (): SampleAccount => ({
    order,
    rule: 'A sample is repeated by the largest factor of its classes, max(1, sqrt(threshold / share of images)).',
    rounding:
      'The fraction is rounded up with a chance of its own size, by a draw of seed and position.',
    threshold,
    seed,
    samples: input.provenance.samples,
    lines: done.lines,
  });
  return [
    { name: fileName, content: textOf(input, '', line, done) },
    sampleAccount(input, fileName, more),
  ];
}

function textOf(input: ExportInput, head: string, lineOf: LineOf, done: Progress): StreamedContent {
  const source = requireSampleSource(input);
  return async (write) => {
    let text = head;
    let position = 0;
    await source.each((sample) => {
      text += lineOf(sample, position);
      position += 1;
      done.lines += 1;
      if (text.length < gathered) return;
      write(text);
      text = '';
    });
    write(text);
  };
}

/**
 * A path as one line of a list.
 * @throws RangeError for a path that a line cannot hold.
 */
export function pathLine(path: string): string {
  if (!/[\r\n]/.test(path)) return path;
  throw new RangeError(
    `The path ${JSON.stringify(path)} has a line break, which a list cannot hold.`,
  );
}
