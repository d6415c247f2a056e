// From JSON files of one format to claims, plans and counting: splits of one dataset together, one unit a file.
// Must not know formats.

import { type JsonSelection, type JsonSelector, selectJson } from '../bytes/jsonSelect';
import type { Claim, JsonObject, Plan, Source, WorkUnit } from '../claims';
import { smallFileLimit } from '../detect/eachFile';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { Kernels } from '../kernels';
import type { Unit } from '../model';
import { isPacked } from '../paths';
import type { ByteInput } from '../ports';
import { SourceError } from '../ports';
import { feedRange, type RangeTarget } from '../ranges';
import { groupBySplit } from '../tables/splitGroups';
import type { Tally } from '../tally';
import { type JsonFile, jsonFiles } from './catalog';
import { yamlAsJson } from './yaml';
import { isYaml } from './yamlCatalog';

type Minus = 'all' | 'some' | 'none';

/** What a format says of a file that is one of its own. */
export interface Finding {
  readonly unit: Unit;
  readonly confidence: number;
  readonly evidence: string;
  /** Passed on to counting; only files of equal options (or signature, where there is one) are splits of one dataset. */
  readonly options?: JsonObject;
  /** What files of one dataset share, where that is less than all options. */
  readonly signature?: string;
  readonly reading?: Claim['reading'];
  /** How many of its labels are -1. Where all are, and none of the other files', they are to be told and the file is left out. */
  readonly minus?: Minus;
  /** What is taken for the file's path where its splits have other names, as `base` and `novel` of few-shot learning. */
  readonly placed?: string;
}

/** Claims for the files, splits of one dataset joined. */
export function* claimFiles(
  format: string,
  found: readonly (readonly [JsonFile, Finding])[],
): Generator<Claim> {
  const files = found.map(([file, finding]) => ({
    path: file.path,
    signature: JSON.stringify([
      finding.signature ?? finding.options,
      finding.unit,
      finding.reading,
    ]),
    value: finding,
    ...(finding.placed === undefined ? {} : { placed: finding.placed }),
  }));
  for (const { name, members: all } of groupBySplit(files)) {
    const filled = all.filter(({ value }) => value.minus !== 'all');
    const isTold = filled.length > 0 && filled.every(({ value }) => value.minus !== 'some');
    const members = isTold ? filled : all;
    const blank = all.filter((member) => !members.includes(member));
    const best = members.map((member) => member.value).sort(strongest)[0];
    yield {
      format,
      name,
      unit: best.unit,
      confidence: best.confidence,
      evidence: [
        best.evidence,
        ...blank.map(({ path }) => `${path} has no label but -1 and is left out`),
      ],
      sources: members.map(({ path, split }): Source => ({ path, kind: 'file', split })),
      covers: blank.map(({ path, split }): Source => ({ path, kind: 'file', split })),
      ...(best.reading === undefined ? {} : { reading: best.reading }),
      options: best.options ?? {},
    };
  }
}

/** Hugging Face's splits without labels have -1 for each; fewer than three say nothing. */
export function minusIn(labels: readonly string[]): Minus {
  const isAll = labels.length >= 3 && labels.every((label) => label === '-1');
  return isAll ? 'all' : labels.includes('-1') ? 'some' : 'none';
}

function strongest(a: Finding, b: Finding): number {
  return b.confidence - a.confidence;
}

/** A plan of one work unit a file. */
export async function planFiles(
  claim: Claim,
  files: ByteInput,
  how: Partial<Omit<Plan, 'units'>> = {},
): Promise<Plan> {
  const units: WorkUnit[] = [];
  for (const { path, split } of claim.sources) {
    const bytes = await files.size(path);
    units.push({ format: claim.format, split, paths: [path], bytes, options: claim.options });
  }
  return {
    classes: [],
    order: 'declared',
    multiLabel: false,
    openVocabulary: false,
    problems: [],
    ...how,
    units,
  };
}

/** Takes the bytes of one file in any cut. */
export interface FileReader {
  /** Where the next chunk is best put; absent where it does not matter. */
  readonly room?: (() => Uint8Array) | undefined;
  feed(chunk: Uint8Array): void;
  end(): void;
  /** Of a reader of ranges: see RangeTarget. */
  readonly atRecord?: boolean;
}

/** Feeds each file of a unit to a reader of its own; `.gz` is unpacked on the way. */
export async function feedFiles(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
  readerFor: (file: string, kernels: Kernels | undefined) => FileReader,
): Promise<void> {
  for (const path of unit.paths) {
    const reader = readerFor(path, input.kernels);
    try {
      if (isYaml(path)) {
        await feedYaml(path, input, tally, reader);
        continue;
      }
      if (unit.range !== undefined) {
        tally.range = await feedRange(input, path, unit.range, targetOf(reader), signal);
        reader.end();
        continue;
      }
      for await (const chunk of input.chunks(path, { gunzip: isPacked(path), into: reader.room })) {
        signal.throwIfAborted();
        reader.feed(chunk);
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      tally.problem({ code: error.code, severity: 'error', file: path, message: error.message });
    }
    reader.end();
  }
}

async function feedYaml(
  file: string,
  input: ByteInput,
  tally: Tally,
  reader: FileReader,
): Promise<void> {
  const bytes = await input.whole(file, smallFileLimit);
  const json = await yamlAsJson(new TextDecoder().decode(bytes));
  if (json === undefined) {
    const message = 'The file is no YAML that can be read; nothing in it is counted.';
    tally.problem({ code: 'bad-yaml', severity: 'error', file, message });
    return;
  }
  reader.feed(new TextEncoder().encode(json));
  reader.end();
}

function targetOf(reader: FileReader): RangeTarget {
  return {
    into: reader.room,
    feed: (bytes) => {
      reader.feed(bytes);
    },
    get atRecord() {
      return reader.atRecord ?? false;
    },
  };
}

/** A reader of one JSON text that says what is wrong with it under the file's name. */
export function jsonReader(
  tally: Tally,
  file: string | (() => string),
  selection: JsonSelection,
): JsonSelector {
  return selectJson({
    ...selection,
    onProblem: (problem) => {
      tally.problem({ ...problem, file: typeof file === 'string' ? file : file() });
    },
  });
}

/** Looks at every JSON file, or at the `files` given, and claims those that `look` knows. */
export async function* detectFiles(
  format: string,
  root: FolderView,
  signal: AbortSignal,
  look: (file: JsonFile) => Finding | readonly Finding[] | undefined,
  files: Promise<readonly JsonFile[]> = jsonFiles(root, signal),
): AsyncGenerator<Claim> {
  const found: (readonly [JsonFile, Finding])[] = [];
  for (const file of await files) {
    const findings = (await lookedAt(file, signal, () => look(file))) ?? [];
    for (const finding of Array.isArray(findings) ? findings : [findings]) {
      found.push([file, finding as Finding]);
    }
  }
  yield* claimFiles(format, found);
}
