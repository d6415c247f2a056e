// What the engine asks of its host: bytes, listings and somebody to run its work units.
// Must not know whether a disk, an editor or a network answers.

import type { Kernels } from './kernels';
import type { Tally, TallyData } from './tally';
import type { Problem } from './problems';
import type { WorkUnit } from './claims';

/** Synchronous adapters answer at once; those that cannot, answer with a promise. Await either. */
export type MaybePromise<T> = T | Promise<T>;

/** Why a file or folder gave no bytes. Thrown by adapters, turned into a problem by the engine. */
export class SourceError extends Error {
  constructor(
    readonly code: 'not-found' | 'unreadable' | 'too-large' | 'outside-root',
    readonly path: string,
    message: string,
  ) {
    super(message);
  }
}

export interface ChunkOptions {
  /** First byte, from 0. */
  readonly start?: number;
  /** One past the last byte; the end of the file where absent. */
  readonly end?: number;
  /** Decompress on the way. Start and end then do not apply. */
  readonly gunzip?: boolean;
  /** Asked before each chunk: where it is best put. A source that cannot put it there hands out bytes of its own. */
  readonly into?: (() => Uint8Array) | undefined;
}

/** Names directly below a folder, sorted by code point. */
export interface Listing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * The bytes behind a work unit. Paths are relative to the scan's root, with `/`.
 * Every method throws (or rejects with) a {@link SourceError} where the path cannot be read.
 */
/** Unpacks a whole zlib stream at once; undefined where it is damaged, cut off or longer than `limit` bytes. */
export type Unzlib = (packed: Uint8Array, limit: number) => Uint8Array | undefined;

/**
 * Unpacks a page of just `size` bytes at once; undefined where the platform does not have the codec, or the page is damaged
 * or of another size. What a damaged page claims is not set aside beforehand.
 */
export type UnpackPage = (
  codec: 'GZIP' | 'ZSTD',
  packed: Uint8Array,
  size: number,
) => Uint8Array | undefined;

export interface ByteInput {
  /** Fast scanners, where this process has them. */
  readonly kernels?: Kernels | undefined;
  /** What the platform has for small streams, where it has it. */
  readonly unzlib?: Unzlib | undefined;
  /** The same for pages of columns. */
  readonly unpackPage?: UnpackPage | undefined;
  /** Size in bytes. */
  size(path: string): MaybePromise<number>;
  /**
   * A whole small file. The bytes are valid until the next call. A larger file than `limit` bytes is `too-large`.
   * `into`: where they are best put, as for {@link read}.
   */
  whole(path: string, limit: number, into?: Uint8Array): MaybePromise<Uint8Array>;
  /**
   * Bytes `start` up to, not including, `end`; fewer at the end of the file. The caller owns them. `into`: where they are
   * best put; a source that cannot put them there, or finds too little room, hands out bytes of its own.
   */
  read(path: string, start: number, end: number, into?: Uint8Array): MaybePromise<Uint8Array>;
  /** Forward chunks in one reused buffer: a chunk is valid until the next one is asked for. */
  chunks(path: string, options?: ChunkOptions): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** The files and folders directly in a folder. */
  list(path: string): MaybePromise<Listing>;
}

/** One folder of the walked tree, as plain data. */
export interface FolderNode extends Listing {
  /** Aligned with {@link Listing.folders}. */
  readonly children: readonly FolderNode[];
}

export interface WalkedTree {
  /** With the files of each folder in the order that the disk has them: to sort them takes longer than to list them. */
  readonly listed: FolderNode;
  /** The same, sorted as listings are. Rejects with the signal's reason once it is aborted. */
  sorted(signal: AbortSignal): Promise<FolderNode>;
  readonly files: number;
  readonly problems: readonly Problem[];
}

/** What a walk leaves out. */
export interface WalkExcludes {
  /** Globs relative to the root, as in `files.exclude`. */
  readonly globs: readonly string[];
  /** Honour `.gitignore` files on the way. */
  readonly gitignore: boolean;
}

/** A workspace folder to scan. */
export interface FileSource extends ByteInput {
  /** For people: an absolute path or a URI. */
  readonly root: string;
  /** Walks the tree below the root, leaving out what the excludes name. Symbolic links are followed, loops are not. */
  walk(
    excludes: WalkExcludes,
    signal: AbortSignal,
    onProgress: (files: number) => void,
  ): Promise<WalkedTree>;
}

/** A unit has looked at this file or listed this folder, which is none of its own: more decides what it counts. */
export type OnStray = (path: string) => void;

/** Runs work units: in this process, in workers, or on another machine. */
export interface UnitRunner {
  run(
    unit: WorkUnit,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<TallyData>;
  /** How many units may be under way at once. */
  readonly width: number;
}

/** Counts a work unit into a tally of the caller's, in this process: for those who want to observe the samples. */
export interface UnitCounter {
  count(
    unit: WorkUnit,
    tally: Tally,
    signal: AbortSignal,
    onBytes: (bytes: number) => void,
    onStray?: OnStray,
  ): Promise<void>;
}
