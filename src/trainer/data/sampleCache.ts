// Samples packed into arrays once: a cache folder an entry, found again by what the samples are.
// Must not know where the samples come from. What is in the cache is complete: it is written beside and moved at the end.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renamed } from '../../node/renamed';
import type { Entry, SkippedList, SplitCode } from './entry';
import { DataError, NpyWriter } from './npyFile';
import { openPacked } from './packed';
import type { PreparedData } from './prepare';
import type { SampleSource } from './sampleSources';

export interface PrepareOptions {
  readonly signal: AbortSignal;
  readonly workers?: number;
  readonly say: (message: string, level?: 'info' | 'warning') => void;
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

/** Samples with the split of each. */
export interface Chosen {
  readonly entries: readonly Entry[];
  readonly splits: readonly SplitCode[];
}

export interface Packing {
  /** Folder of all entries. */
  readonly cache: string;
  /** Folder that paths of samples are relative to. */
  readonly root: string;
  readonly classes: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: Chosen;
  readonly source: SampleSource;
  readonly skipped: SkippedList;
  /** Whatever else changes what is packed. */
  readonly settings: unknown;
}

/** Opens the arrays of these samples, and packs them first where that has not been done. */
export async function packedOnce(packing: Packing, options: PrepareOptions): Promise<PreparedData> {
  const folder = join(packing.cache, keyOf(packing));
  if (!existsSync(join(folder, noteName))) {
    options.say(`Packing ${packing.chosen.entries.length} samples.`);
    await fill(folder, packing, options);
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

/** Changes whenever the samples, their files or what was asked for change. */
function keyOf({ root, classes, chosen, settings, source }: Packing): string {
  const hash = createHash('sha256');
  const { reader } = source;
  hash.update(JSON.stringify({ version: 2, settings, reader, ids: classes.map(({ id }) => id) }));
  const seen = new Map<string, string>();
  const stampOf = (path: string): string => {
    let stamp = seen.get(path);
    if (stamp === undefined) seen.set(path, (stamp = stampIn(root, path)));
    return stamp;
  };
  chosen.entries.forEach(({ label, file, line, media }, at) => {
    const path = media ?? file;
    hash.update(`${chosen.splits[at]} ${label} ${path} ${line ?? ''} ${stampOf(path)}\n`);
  });
  return hash.digest('hex').slice(0, 32);
}

function stampIn(root: string, path: string): string {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  return found === undefined ? 'none' : `${found.size} ${found.mtimeMs}`;
}

async function fill(folder: string, packing: Packing, options: PrepareOptions): Promise<void> {
  const { cache, classes, chosen, source, skipped } = packing;
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
    if (kept.length === 0) throw noneLeft(entries.length, skipped);
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
    await moved(temporary, folder);
  } catch (error) {
    rmSync(temporary, { recursive: true, force: true });
    throw error;
  }
}

function noneLeft(samples: number, { examples }: SkippedList): DataError {
  const named = examples.slice(0, 3).map(({ path, reason }) => `“${path}”: ${reason}`);
  return new DataError(`None of the ${samples} samples can be used. ${named.join('; ')}.`);
}

/** Another run may have packed the same samples meanwhile: then its arrays are as good. */
async function moved(temporary: string, folder: string): Promise<void> {
  try {
    await renamed(temporary, folder);
  } catch (error) {
    if (!existsSync(join(folder, noteName))) throw error;
    rmSync(temporary, { recursive: true, force: true });
  }
}

function writeArray(file: string, type: '<i4' | '|u1', values: Int32Array | Uint8Array): void {
  const writer = new NpyWriter(file, type, []);
  writer.append(values, values.length);
  writer.finish();
}
