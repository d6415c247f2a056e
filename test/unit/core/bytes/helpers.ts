// Shared by the tests of src/core/bytes: chunkings, fixtures and text in and out of bytes.

import fs from 'node:fs';
import path from 'node:path';

const encoder = new TextEncoder();

/** Text as UTF-8 bytes. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** A push tokenizer. */
export interface Sink {
  feed(chunk: Uint8Array): void;
  end(): void;
}

/** Feeds the bytes in chunks of `size`, each in the same reused buffer, as files are read. */
export function feedInChunks(sink: Sink, bytes: Uint8Array, size: number): void {
  const buffer = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    buffer.fill(0xff);
    buffer.set(part);
    sink.feed(buffer.subarray(0, part.length));
  }
  sink.end();
}

/** The folder of real label files beside the project, where there is one. */
export function sharedFixtures(): string | undefined {
  const beside = path.resolve(import.meta.dirname, '../../../../../shared');
  const folder = path.join(process.env.CLASS_BALANCE_SHARED ?? beside, 'fixtures');
  return fs.existsSync(folder) ? folder : undefined;
}

/** Says by name that a check could not run. */
export function sayNotRun(check: string): void {
  console.warn(`not run, no shared fixtures here: ${check}`);
}
