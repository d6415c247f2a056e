// A dataset of a workspace as packed arrays: its samples are read, split, cut and packed once.
// Must not know engines.

import { join } from 'node:path';
import { mediaNotSearched } from '../../core/collectSamples';
import type { ClassCount, Dataset } from '../../core/model';
import type { RunRequest, WorkspaceData } from '../../core/training/request';
import {
  type GroupedSample,
  groupOfSample,
  readGrouping,
  ungroupedCodes,
} from '../../core/groups/grouping';
import { readSamples } from '../../node/readSamples';
import { type Entry, SkippedList, splitCodes, type SplitCode } from './entry';
import { prepareFiles } from './fileData';
import { DataError } from './npyFile';
import { openPackedData, type PreparedData } from './prepare';
import { type Chosen, packedOnce, type PrepareOptions } from './sampleCache';
import { assignSplits, keepLongTail } from './splits';
import { foundImages, type Named } from './foundImages';
import { isTabular, sourceOf } from './sampleSources';

/** @throws DataError where the data cannot be used. */
export async function prepareData(
  request: RunRequest,
  runFolder: string,
  options: PrepareOptions,
): Promise<PreparedData> {
  const { data } = request;
  if (data.kind === 'packed') return openPackedData(request, data, runFolder);
  if (data.kind === 'files') return await prepareFiles(request, data, runFolder, options);
  return prepareWorkspace(request, data, options);
}

async function prepareWorkspace(
  request: RunRequest,
  data: WorkspaceData,
  options: PrepareOptions,
): Promise<PreparedData> {
  options.say(`Reading the samples of “${request.dataset.name}”.`);
  const skipped = new SkippedList();
  const read = await readEntries(data, skipped, options.signal);
  const { dataset } = read;
  const { classes, problems } = dataset;
  const unsearched = problems.find(({ code }) => code === mediaNotSearched);
  if (unsearched !== undefined) options.say(unsearched.message, 'warning');
  const { name, format } = dataset;
  const tabular = isTabular(format);
  const kept = foundImages(read, { name, tabular, skipped, say: options.say });
  const entries = kept.map((at) => read.entries[at]);
  const groups = read.groups && kept.map((at) => read.groups?.[at] ?? '');
  const source = await sourceOf(data, dataset, entries);
  const chosen = splitEntries(data, classes, entries, groups);
  const { root, size, columns, dataset: id } = data;
  return await packedOnce(
    {
      ...{ root, cache: join(root, '.class-balance', 'cache'), classes, chosen, source, skipped },
      settings: { dataset: id, size, columns, grouping: dataset.grouping },
    },
    options,
  );
}

interface Read extends Named {
  readonly dataset: Dataset;
  /** Of each entry, where samples are grouped; one without a group is one by itself. */
  readonly groups?: readonly string[];
}

/** Samples of one class each; others are left out by name. */
async function readEntries(
  data: WorkspaceData,
  skipped: SkippedList,
  signal: AbortSignal,
): Promise<Read> {
  const entries: Entry[] = [];
  const paths: (string | undefined)[] = [];
  const rules = data.rules ?? [];
  // Which rule is meant is known when the dataset is.
  const grouped: GroupedSample[] | undefined = rules.some(({ group }) => group !== undefined)
    ? []
    : undefined;
  const dataset = await readSamples({
    ...{ root: data.root, dataset: data.dataset, media: true, signal },
    excludes: data.excludes ?? { globs: [], gitignore: true },
    rules,
    onSample: ({ classes, split, file, line, media, path, group }) => {
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
      paths.push(path);
      grouped?.push({ file, line, path, group });
    },
  });
  if (entries.length === 0) {
    throw new DataError(`No sample of “${dataset.name}” has exactly one class to be trained on.`);
  }
  const groups = groupsOf(dataset, grouped ?? []);
  return { dataset, entries, paths, ...(groups === undefined ? {} : { groups }) };
}

/** @throws DataError where groups were asked for and there are none: the splits would not be what was asked for. */
function groupsOf(
  { grouping, problems }: Dataset,
  samples: readonly GroupedSample[],
): readonly string[] | undefined {
  const fault = problems.find(({ code }) => ungroupedCodes.includes(code));
  if (fault !== undefined)
    throw new DataError(`Samples cannot be split by groups. ${fault.message}`);
  if (grouping === undefined) return undefined;
  const rule = readGrouping(grouping);
  if (typeof rule === 'string') return undefined;
  // No path or cell has NUL in it.
  return samples.map((sample, at) => groupOfSample(rule, sample) ?? `\0${at}`);
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
