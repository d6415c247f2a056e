// Follows a file of lines that another process appends to: by byte offset, woken by a watcher and once a second.
// Must not know what the lines mean.

import { watch, type FSWatcher } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from './sourceErrors';

/** Watchers miss events on network mounts. */
const pollEvery = 1000;
/** After a sign of change, so that a burst of lines is read at once. */
const settle = 50;
const chunkBytes = 256 * 1024;
/** A line longer than this is passed over: one of a run with 100,000 classes is shorter. */
export const longestLine = 8 * 1024 * 1024;

export interface LineListener {
  /** Whole lines that were read since the last call, in their order, without their ends; never empty. */
  lines(lines: readonly string[]): void;
  /** The file became shorter or was replaced: what was read before no longer counts. */
  restarted(): void;
  /** It cannot be read; said once until it can again. A file that is not there yet is none of these. */
  failed(error: unknown): void;
}

/** Ends with `dispose`. */
export class LineFollower {
  readonly #timer: NodeJS.Timeout;
  #watcher: FSWatcher | undefined;
  #settling: NodeJS.Timeout | undefined;
  #reading: Promise<void> | undefined;
  #again = false;
  #offset = 0;
  #inode = 0;
  /** Bytes of the line that has not ended yet. */
  #rest: Buffer[] = [];
  #restBytes = 0;
  #isDisposed = false;
  #hasFailed = false;

  constructor(
    private readonly file: string,
    private readonly listener: LineListener,
  ) {
    this.#timer = setInterval(() => {
      this.#wake();
    }, pollEvery);
    this.#watch();
    void this.read();
  }

  /** Reads what is there now; resolves when it has been told. */
  async read(): Promise<void> {
    this.#again = true;
    this.#reading ??= this.#readAll().finally(() => {
      this.#reading = undefined;
    });
    await this.#reading;
  }

  dispose(): void {
    this.#isDisposed = true;
    clearInterval(this.#timer);
    clearTimeout(this.#settling);
    this.#watcher?.close();
  }

  /** The folder is watched: the file may not be there yet. */
  #watch(): void {
    try {
      this.#watcher = watch(dirname(this.file), { persistent: false }, () => {
        this.#settling ??= setTimeout(() => {
          this.#settling = undefined;
          this.#wake();
        }, settle);
      });
      this.#watcher.on('error', () => {
        // Out of watches, or the folder is gone: the poll goes on.
        this.#watcher?.close();
        this.#watcher = undefined;
      });
    } catch (error) {
      if (systemCode(error) === undefined) throw error;
      this.#watcher = undefined;
    }
  }

  #wake(): void {
    void this.read();
  }

  async #readAll(): Promise<void> {
    while (this.#again && !this.#isDisposed) {
      this.#again = false;
      try {
        await this.#readOnce();
        this.#hasFailed = false;
      } catch (error) {
        if (systemCode(error) === 'ENOENT') continue;
        if (!this.#hasFailed) this.listener.failed(error);
        this.#hasFailed = true;
      }
    }
  }

  async #readOnce(): Promise<void> {
    const handle = await open(this.file, 'r');
    try {
      const { size, ino } = await handle.stat();
      if (size < this.#offset || (this.#inode !== 0 && ino !== this.#inode)) this.#restart();
      this.#inode = ino;
      await this.#readFrom(handle);
    } finally {
      await handle.close();
    }
  }

  #restart(): void {
    this.#offset = 0;
    this.#rest = [];
    this.#restBytes = 0;
    this.listener.restarted();
  }

  async #readFrom(handle: FileHandle): Promise<void> {
    const buffer = Buffer.allocUnsafe(chunkBytes);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, chunkBytes, this.#offset);
      if (bytesRead === 0 || this.#isDisposed) return;
      this.#offset += bytesRead;
      const lines = this.#linesOf(buffer.subarray(0, bytesRead));
      if (lines.length > 0) this.listener.lines(lines);
    }
  }

  #linesOf(bytes: Buffer): readonly string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
      this.#keep(bytes.subarray(start, end));
      if (this.#restBytes <= longestLine) {
        lines.push(Buffer.concat(this.#rest).toString('utf8').replace(/\r$/, ''));
      }
      this.#rest = [];
      this.#restBytes = 0;
      start = end + 1;
    }
    this.#keep(Buffer.from(bytes.subarray(start)));
    return lines;
  }

  /** Of a line that is too long only its length is kept. */
  #keep(bytes: Buffer): void {
    this.#restBytes += bytes.length;
    if (this.#restBytes > longestLine) this.#rest = [];
    else if (bytes.length > 0) this.#rest.push(bytes);
  }
}
