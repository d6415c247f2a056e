// A dataset of a workspace as packed arrays in a cache: its samples are read, split, cut and packed once.
// Must not know engines. What is in the cache is complete: it is written beside and moved there at the end.

import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ClassCount, Dataset } from '../../core/model';
import type { RunRequest, WorkspaceData } from '../../core/training/request';
import { readSamples } from '../../node/readSamples';
import { type Entry, SkippedList, splitCodes, type SplitCode } from './entry';
import { DataError, NpyWriter } from './npyFile';
import { openPacked } from './packed';
import { openPackedData, type PreparedData } from './prepare';
import { assignSplits, keepLongTail } from './splits';
import { type SampleSource, sourceOf } from './sampleSources';

export interface PrepareOptions {
  readonly signal: AbortSignal;
  readonly workers?: number;
  readonly say: (message: string) => void;
}

/** @throws DataError where the data cannot be used. */
export async function prepareData(
  request: RunRequest,
  runFolder: string,
  options: PrepareOptions,
): Promise<PreparedData> {
  const { data } = request;
  if (data.kind === 'packed') return openPackedData(request, data, runFolder);
  if (data.kind === 'files') {
    throw new DataError('Image files as they are can only be trained on by the PyTorch engine.');
  }
  return prepareWorkspace(request, data, options);
}

/** What lies beside the arrays of a cache entry. */
interface CacheNote {
  readonly layout: 'images' | 'features';
  readonly classes: readonly { readonly id: string; readonly name: string }[];
  readonly skipped: number;
  readonly examples: readonly { readonly path: string; readonly reason: string }[];
  readonly environment: Readonly<Record<string, string>>;
}

const noteName = 'note.json';

async function prepareWorkspace(
  request: RunRequest,
  data: WorkspaceData,
  options: PrepareOptions,
): Promise<PreparedData> {
  options.say(`Reading the samples of “${request.dataset.name}”.`);
  const skipped = new SkippedList();
  const { dataset, entries } = await readEntries(data, skipped, options.signal);
  const { classes } = dataset;
  const source = sourceOf(data, dataset.format, dataset.reading, entries);
  const chosen = splitEntries(data, classes, entries, await source.groups());
  const cache = join(data.root, '.class-balance', 'cache');
  const folder = join(cache, keyOf(data, classes, chosen));
  if (!existsSync(join(folder, noteName))) {
    options.say(`Packing ${chosen.entries.length} samples.`);
    await fillCache({ folder, cache, classes, chosen, source, skipped }, options);
  }
  return opened(folder);
}

function opened(folder: string): PreparedData {
  const note = JSON.parse(readFileSync(join(folder, noteName), 'utf8')) as CacheNote;
  const data = openPacked(folder, note.layout, note.classes.length, join(folder, 'features'));
  const counts = new Float64Array(note.classes.length);
  for (const label of data.train.labels) counts[label] += 1;
  const classes = note.classes.map(({ id, name }, at) => ({ id, name, count: counts[at] }));
  const { skipped, examples, environment } = note;
  return { data, classes, skipped, examples, environment };
}

interface Read {
  readonly dataset: Dataset;
  readonly entries: readonly Entry[];
}

/** Samples of one class each; others are left out by name. */
async function readEntries(
  data: WorkspaceData,
  skipped: SkippedList,
  signal: AbortSignal,
): Promise<Read> {
  const entries: Entry[] = [];
  const dataset = await readSamples({
    ...{ root: data.root, dataset: data.dataset, media: true, signal },
    excludes: { globs: [], gitignore: true },
    rules: [],
    onSample: ({ classes, split, file, line, media, path }) => {
      const kinds = new Set(classes);
      const [label] = kinds;
      if (kinds.size !== 1) {
        const what = kinds.size === 0 ? 'it has no label' : 'it has labels of several classes';
        skipped.add(media ?? path ?? file, what);
        return;
      }
      entries.push({
        ...{ label, given: split, file },
        ...(line === undefined ? {} : { line }),
        ...(media === undefined ? {} : { media }),
      });
    },
  });
  if (entries.length === 0) {
    throw new DataError(`No sample of “${dataset.name}” has exactly one class to be trained on.`);
  }
  return { dataset, entries };
}

interface Chosen {
  readonly entries: readonly Entry[];
  readonly splits: readonly SplitCode[];
}

function splitEntries(
  data: WorkspaceData,
  classes: readonly ClassCount[],
  entries: readonly Entry[],
  groups: readonly string[] | undefined,
): Chosen {
  const labels = Int32Array.from(entries, ({ label }) => label);
  const given = entries.map((entry) => entry.given);
  const { valShare, testShare, longTail } = data;
  const share = { classes: classes.length, testShare };
  const grouped = groups === undefined ? {} : { groups };
  const first = assignSplits({ labels, given, ...share, ...grouped, valShare: 0 });
  // The long tail is cut before validation is set aside, so that both have the same tail.
  const kept =
    longTail === undefined ? undefined : keepLongTail(labels, first, classes.length, longTail);
  const some = entries.flatMap((_, at) => (kept === undefined || kept[at] ? [at] : []));
  const split = assignSplits({
    labels: some.map((at) => labels[at]),
    given: some.map((at) => nameOf(first[at])),
    ...(groups === undefined ? {} : { groups: some.map((at) => groups[at]) }),
    ...{ ...share, valShare },
  });
  const chosen = some.flatMap((at, i) => {
    const code = split[i];
    return code === undefined ? [] : [{ entry: entries[at], code }];
  });
  return { entries: chosen.map(({ entry }) => entry), splits: chosen.map(({ code }) => code) };
}

function nameOf(code: SplitCode | undefined): string {
  return Object.entries(splitCodes).find(([, one]) => one === code)?.[0] ?? 'none';
}

/** Changes whenever the samples, their files or what was asked for change. */
function keyOf(data: WorkspaceData, classes: readonly ClassCount[], chosen: Chosen): string {
  const hash = createHash('sha256');
  const { size, columns, dataset } = data;
  hash.update(
    JSON.stringify({ version: 1, dataset, size, columns, ids: classes.map(({ id }) => id) }),
  );
  const seen = new Map<string, string>();
  const stampOf = (path: string): string => {
    let stamp = seen.get(path);
    if (stamp === undefined) {
      const { size: bytes, mtimeMs } = statSync(join(data.root, path), {
        throwIfNoEntry: false,
      }) ?? {
        size: 0,
        mtimeMs: 0,
      };
      seen.set(path, (stamp = `${bytes} ${mtimeMs}`));
    }
    return stamp;
  };
  chosen.entries.forEach(({ label, file, line, media }, at) => {
    const path = media ?? file;
    hash.update(`${chosen.splits[at]} ${label} ${path} ${line ?? ''} ${stampOf(path)}\n`);
  });
  return hash.digest('hex').slice(0, 32);
}

interface Filling {
  readonly folder: string;
  readonly cache: string;
  readonly classes: readonly ClassCount[];
  readonly chosen: Chosen;
  readonly source: SampleSource;
  readonly skipped: SkippedList;
}

async function fillCache(filling: Filling, options: PrepareOptions): Promise<void> {
  const { folder, cache, classes, chosen, source, skipped } = filling;
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, '.gitignore'), '*\n');
  const temporary = `${folder}.${process.pid}.tmp`;
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary);
  try {
    const file = join(temporary, 'x.npy');
    const { kept, layout, environment } = await source.pack({
      ...chosen,
      ...{ file, skipped },
      ...options,
    });
    const { entries, splits } = chosen;
    writeArray(
      join(temporary, 'y.npy'),
      '<i4',
      Int32Array.from(kept, (at) => entries[at].label),
    );
    writeArray(
      join(temporary, 'split.npy'),
      '|u1',
      Uint8Array.from(kept, (at) => splits[at]),
    );
    const note: CacheNote = {
      layout,
      classes: classes.map(({ id, name }) => ({ id, name })),
      ...{ skipped: skipped.count, examples: skipped.examples },
      environment,
    };
    writeFileSync(join(temporary, noteName), JSON.stringify(note));
    renameSync(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

function writeArray(file: string, type: '<i4' | '|u1', values: Int32Array | Uint8Array): void {
  const writer = new NpyWriter(file, type, []);
  writer.append(values, values.length);
  writer.finish();
}
