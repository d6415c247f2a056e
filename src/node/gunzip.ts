// Gzip on the way in: bounded memory, and a bound on how far a small file may grow.
// Must not know what the bytes mean.

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SourceError } from '../core/ports';

export interface GunzipLimits {
  /** Bytes that may always come out, however few went in. */
  readonly free: number;
  /** Beyond `free`, bytes out for each byte in. DEFLATE reaches 1032; tables of labels rarely pass 100. */
  readonly ratio: number;
}

export const gunzipLimits: GunzipLimits = { free: 1024 ** 3, ratio: 300 };

const chunkSize = 1024 * 1024;

/**
 * Decompresses, several members one after the other included.
 * @param chunks may reuse one buffer; each is copied before the next is asked for.
 * @throws SourceError `unreadable` where the data is damaged or cut short, `too-large` where it grows past the limits.
 */
export async function* gunzip(
  chunks: Iterable<Uint8Array>,
  path: string,
  limits: GunzipLimits,
): AsyncGenerator<Uint8Array> {
  let bytesIn = 0;
  let bytesOut = 0;
  const copies = function* (): Generator<Uint8Array> {
    for (const chunk of chunks) {
      bytesIn += chunk.length;
      yield chunk.slice();
    }
  };
  const input = Readable.from(copies(), { objectMode: false, highWaterMark: 1 });
  const output = createGunzip({ chunkSize });
  input.once('error', (error) => output.destroy(error)).pipe(output);
  try {
    for await (const chunk of output as AsyncIterable<Buffer>) {
      bytesOut += chunk.length;
      if (bytesOut > limits.free && bytesOut > limits.ratio * bytesIn) throw bomb(path, limits);
      // A Buffer's own `slice` does not copy, so that who takes it for other bytes reads the wrong ones.
      yield new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    }
  } catch (error) {
    throw damaged(error, path);
  } finally {
    input.destroy();
    output.destroy();
  }
}

function bomb(path: string, limits: GunzipLimits): SourceError {
  const message =
    `“${path}” unpacks to more than ${limits.ratio.toString()} times its size, as a decompression bomb does; ` +
    'it was not read further. Unpack it yourself to have it counted.';
  return new SourceError('too-large', path, message);
}

function damaged(error: unknown, path: string): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (typeof code !== 'string' || !code.startsWith('Z_')) return error;
  const reason = code === 'Z_BUF_ERROR' ? 'the file ends too early' : 'the data is damaged';
  return new SourceError('unreadable', path, `“${path}” cannot be unpacked: ${reason}.`);
}
