// Near-duplicates in the pictures of a dataset: its samples are read, its pictures hashed by threads, the hashes
// clustered class by class. Must not know who asks.

import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { SourceRule } from '../../core/claims';
import { mediaNotSearched } from '../../core/collectSamples';
import { duplicatesReport, type DuplicatesReport } from '../../core/duplicates/report';
import type { Dataset, SplitName } from '../../core/model';
import type { WalkExcludes } from '../../core/ports';
import { WriteError } from '../atomicWrite';
import { installedEngine } from '../engineSetUp/installed';
import { readSamples } from '../readSamples';
import { systemCode } from '../sourceErrors';
import { HashCache } from './hashCache';
import { filesARequest, type Hashed, HashLanes } from './hashLanes';
import { PictureList } from './pictures';

export interface DuplicatesProgress {
  readonly phase: 'read' | 'hash' | 'cluster';
  /** Pictures, or classes when clusters are made; `total` is 0 while it is not known. */
  readonly done: number;
  readonly total: number;
}

export interface DuplicatesSearch {
  /** Absolute. */
  readonly root: string;
  /** As in the scan that the dataset comes from. */
  readonly excludes: WalkExcludes;
  readonly rules: readonly SourceRule[];
  /** As that scan counted it. */
  readonly dataset: Dataset;
  /** One split, or `all`. */
  readonly split: SplitName;
  /** Bits that may differ; see `clusterHashes`. */
  readonly distance: number;
  /** The bundled hash worker. */
  readonly hashWorker: string;
  /** Folder of the hashes of earlier searches; everything is hashed anew where absent. */
  readonly cache?: string;
  /** Threads at once; as many as there are processors but one where absent. */
  readonly threads?: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: DuplicatesProgress) => void;
}

/** Why there is nothing to search; the message is for people. */
export class DuplicatesError extends Error {}

/** Bits of 64 that may differ between pictures that count as one, unless the user says otherwise. */
export const usualDistance = 4;

const mostExamples = 20;
const ownDecoder = 'own decoders';

/**
 * Rejects with a {@link DuplicatesError} where the samples have no pictures, as `readSamples` does, or with the signal's
 * reason when aborted; what was hashed until then is kept. Memory grows with the names of the pictures and 8 bytes each.
 */
export async function findDuplicates(search: DuplicatesSearch): Promise<DuplicatesReport> {
  const { dataset, split, distance, signal } = search;
  const { pictures, unsearched } = await listPictures(search);
  const sharp = await installedEngine('sharp');
  const decoder =
    sharp === undefined ? ownDecoder : `${ownDecoder}, others by sharp ${sharp.packages.sharp}`;
  const width = search.threads ?? Math.max(1, availableParallelism() - 1);
  const lanes = new HashLanes(search.hashWorker, width, sharp?.folder);
  try {
    const hashing = new Hashing(search, lanes, decoder);
    const hashes = await hashing.all(pictures.paths);
    const clusters = await clusterAll(pictures.members, hashes, lanes, search);
    const { withoutPicture } = pictures;
    const hashed = pictures.paths.length - hashing.skipped.count;
    return duplicatesReport(dataset, clusters, {
      ...{ split, distance, decoder, pictures: hashed, withoutPicture, skipped: hashing.skipped },
      ...(unsearched === undefined ? {} : { unsearched }),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    await lanes.dispose();
  }
}

interface Listed {
  readonly pictures: PictureList;
  /** Why some pictures may be there that are not listed. */
  readonly unsearched: string | undefined;
}

async function listPictures(search: DuplicatesSearch): Promise<Listed> {
  const { root, excludes, rules, dataset, split, signal, onProgress } = search;
  const pictures = new PictureList(dataset.classes.length, split);
  const { problems } = await readSamples({
    ...{ root, excludes, rules, signal, media: true },
    ...{ dataset: dataset.id, counted: dataset },
    onSample: (sample) => {
      pictures.take(sample);
    },
    onProgress: () => {
      onProgress?.({ phase: 'read', done: pictures.paths.length, total: 0 });
    },
  });
  const unsearched = problems.find(({ code }) => code === mediaNotSearched)?.message;
  if (pictures.paths.length === 0) {
    const none = `The samples of “${dataset.name}” have no picture files here, so that no near-duplicates can be looked for.`;
    throw new DuplicatesError(unsearched === undefined ? none : `${none} ${unsearched}`);
  }
  return { pictures, unsearched };
}

interface Skipped {
  count: number;
  readonly examples: { readonly path: string; readonly reason: string }[];
}

interface Hashes {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
  /** 1 where a picture has a hash. */
  readonly known: Uint8Array;
}

class Hashing {
  readonly skipped: Skipped = { count: 0, examples: [] };
  readonly #cache: HashCache | undefined;
  #done = 0;

  constructor(
    private readonly search: DuplicatesSearch,
    private readonly lanes: HashLanes,
    decoder: string,
  ) {
    const { cache, root } = search;
    if (cache !== undefined) this.#cache = new HashCache(cache, root, decoder);
  }

  async all(paths: readonly string[]): Promise<Hashes> {
    const size = paths.length;
    const hashes = {
      ...{ high: new Uint32Array(size), low: new Uint32Array(size), known: new Uint8Array(size) },
    };
    let next = 0;
    const work = async (): Promise<void> => {
      while (next < size) {
        const first = next;
        next += filesARequest;
        await this.#some(paths, first, Math.min(size, first + filesARequest), hashes);
      }
    };
    try {
      // One request more than threads, so that none of them waits for its next files.
      await Promise.all(Array.from({ length: this.lanes.width + 1 }, work));
    } finally {
      await this.#save();
    }
    return hashes;
  }

  async #some(paths: readonly string[], from: number, to: number, hashes: Hashes): Promise<void> {
    const { root, signal, onProgress } = this.search;
    signal.throwIfAborted();
    const stamps = await Promise.all(
      paths.slice(from, to).map((path) => stampOf(join(root, path))),
    );
    const open: number[] = [];
    for (let at = from; at < to; at++) {
      const hash = this.#cache?.get(paths[at], stamps[at - from]);
      if (hash === undefined) open.push(at);
      else keep(hashes, at, hash);
    }
    if (open.length > 0) {
      const found = await this.lanes.hash(
        open.map((at) => join(root, paths[at])),
        signal,
      );
      open.forEach((at, i) => {
        this.#take(paths[at], stamps[at - from], found[i], hashes, at);
      });
    }
    this.#done += to - from;
    onProgress?.({ phase: 'hash', done: this.#done, total: paths.length });
  }

  #take(path: string, stamp: string, hashed: Hashed, hashes: Hashes, at: number): void {
    if ('reason' in hashed) {
      this.skipped.count += 1;
      if (this.skipped.examples.length < mostExamples) {
        this.skipped.examples.push({ path, reason: hashed.reason });
      }
      return;
    }
    keep(hashes, at, hashed);
    this.#cache?.set(path, stamp, hashed);
  }

  /** A full disk or a locked folder costs the next search its time, not this one its answer. */
  async #save(): Promise<void> {
    try {
      await this.#cache?.save();
    } catch (error) {
      if (!(error instanceof WriteError) && systemCode(error) === undefined) throw error;
      process.emitWarning(`The hashes could not be kept: ${String(error)}`);
    }
  }
}

function keep(hashes: Hashes, at: number, { high, low }: { high: number; low: number }): void {
  hashes.high[at] = high;
  hashes.low[at] = low;
  hashes.known[at] = 1;
}

/** Changes when the file does; a file that is gone is found out when it is to be decoded. */
async function stampOf(file: string): Promise<string> {
  try {
    const { size, mtimeMs } = await stat(file);
    return `${size} ${mtimeMs}`;
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    return '';
  }
}

async function clusterAll(
  members: readonly (readonly number[])[],
  { high, low, known }: Hashes,
  lanes: HashLanes,
  { distance, signal, onProgress }: DuplicatesSearch,
): Promise<readonly Uint32Array[]> {
  const clusters: Uint32Array[] = [];
  let [next, done] = [0, 0];
  const work = async (): Promise<void> => {
    while (next < members.length) {
      signal.throwIfAborted();
      const index = next++;
      const own = members[index].filter((at) => known[at] === 1);
      const columns = {
        high: Uint32Array.from(own, (at) => high[at]),
        low: Uint32Array.from(own, (at) => low[at]),
      };
      clusters[index] = await lanes.cluster(columns, distance, signal);
      onProgress?.({ phase: 'cluster', done: (done += 1), total: members.length });
    }
  };
  await Promise.all(Array.from({ length: lanes.width }, work));
  return clusters;
}
