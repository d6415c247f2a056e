// Bytes of one file by synchronous reads into a buffer that the caller reuses.
// Must not know paths of the scan beyond naming them in errors.

import { closeSync, constants, openSync, readSync } from 'node:fs';
import { toSourceError } from './sourceErrors';

// A pipe among the files must not hold the scan for ever; Windows has no such flag.
const flags = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** Opens the file, hands its descriptor to `use`, closes it whatever happens. System errors become `SourceError`s. */
export function withFile<T>(disk: string, path: string, use: (descriptor: number) => T): T {
  const descriptor = opened(disk, path);
  try {
    return use(descriptor);
  } catch (error) {
    throw toSourceError(error, path);
  } finally {
    closeSync(descriptor);
  }
}

/** The file's descriptor, for the caller to close. */
export function opened(disk: string, path: string): number {
  try {
    return openSync(disk, flags);
  } catch (error) {
    throw toSourceError(error, path);
  }
}

/**
 * Reads from `position` on until the buffer or the file is full up to `end`; returns the bytes read. Only a read of
 * nothing is the end of a file: some network file systems answer with less than they were asked for.
 */
export function fill(descriptor: number, buffer: Uint8Array, position: number, from = 0): number {
  let at = from;
  while (at < buffer.length) {
    const got = readSync(descriptor, buffer, at, buffer.length - at, position + at - from);
    if (got === 0) break;
    at += got;
  }
  return at - from;
}
