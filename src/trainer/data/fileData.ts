// Image files that a list names with label and split: decoded, brought to squares and packed once, in the run folder.
// Must not know engines. No path may lead out of the root.

import { createReadStream } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { resolvePath } from '../../core/paths';
import type { FileData, RunRequest } from '../../core/training/request';
import { toSourceError } from '../../node/sourceErrors';
import { type Entry, SkippedList, splitCodes, type SplitCode } from './entry';
import { DataError } from './npyFile';
import type { PreparedData } from './prepare';
import { type Chosen, packedOnce, type PrepareOptions } from './sampleCache';
import { imageSource } from './sampleSources';

/** @throws DataError where the list cannot be used. */
export async function prepareFiles(
  request: RunRequest,
  data: FileData,
  runFolder: string,
  options: PrepareOptions,
): Promise<PreparedData> {
  const { classes } = request;
  if (classes.length === 0)
    throw new DataError('“classes” is empty; image files do not name them.');
  const list = isAbsolute(data.samples) ? data.samples : join(runFolder, data.samples);
  const skipped = new SkippedList();
  const chosen = await listed(list, classes.length, skipped, options.signal);
  const { root, size } = data;
  return await packedOnce(
    {
      ...{ root, cache: join(runFolder, 'cache'), classes, chosen, skipped, settings: { size } },
      source: await imageSource({ root, size }),
    },
    options,
  );
}

async function listed(
  list: string,
  classes: number,
  skipped: SkippedList,
  signal: AbortSignal,
): Promise<Chosen> {
  const entries: Entry[] = [];
  const splits: SplitCode[] = [];
  let line = 0;
  try {
    for await (const text of linesOf(list, signal)) {
      line += 1;
      if (text.trim() === '') continue;
      const { path, label, split } = sampleIn(text, classes, `“${list}”, line ${line}`);
      const media = resolvePath('', path);
      if (media === undefined || isAbsolute(path)) {
        skipped.add(path, 'it lies outside the root');
        continue;
      }
      entries.push({ label, given: split, file: list, line, media });
      splits.push(splitCodes[split]);
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DataError) throw error;
    throw new DataError(toSourceError(error, list).message);
  }
  return { entries, splits };
}

/** A path and a label; longer lines are something else. */
const longestLine = 1 << 16;

async function* linesOf(list: string, signal: AbortSignal): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(list, { signal, encoding: 'utf8' })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > longestLine) throw new DataError(`“${list}” has a line that is too long.`);
  }
  if (rest !== '') yield rest;
}

interface ListedSample {
  readonly path: string;
  readonly label: number;
  readonly split: keyof typeof splitCodes;
}

function sampleIn(text: string, classes: number, place: string): ListedSample {
  const one = parsed(text);
  if (
    typeof one !== 'object' ||
    one === null ||
    !('path' in one && 'label' in one && 'split' in one)
  ) {
    throw new DataError(`${place}: is no sample with path, label and split.`);
  }
  const { path, label, split } = one;
  if (typeof path !== 'string' || path === '' || path.includes('\0')) {
    throw new DataError(`${place}: “path” must be a text.`);
  }
  if (typeof label !== 'number' || !Number.isInteger(label) || label < 0 || label >= classes) {
    throw new DataError(`${place}: “label” must be from 0 to ${classes - 1}.`);
  }
  if (typeof split !== 'string' || !isSplit(split)) {
    const known = Object.keys(splitCodes).join(', ');
    throw new DataError(`${place}: “split” must be one of ${known}.`);
  }
  return { path, label, split };
}

function isSplit(name: string): name is keyof typeof splitCodes {
  return Object.hasOwn(splitCodes, name);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
