// Deflate and zlib streams unpacked a little at a time, so that a small file never becomes a large block of memory.
// Must not know what is packed. `fflate` inflates: pure TypeScript, streaming, no dependency.

import { Gunzip, Inflate, Unzlib } from 'fflate';

/** Packed bytes handed over at once; deflate makes at most 1032 bytes of one. */
const stepBytes = 4096;

/** The packed data is damaged or ends too early. */
export class InflateError extends Error {}

/**
 * Unpacks chunks. Bytes beyond `limit` are not asked for.
 * @throws InflateError where the data is damaged or ends too early.
 */
export async function* inflated(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  kind: 'deflate' | 'zlib' | 'gzip',
  limit = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array> {
  const out: Uint8Array[] = [];
  const state = { ended: false };
  const onData = (data: Uint8Array, final: boolean): void => {
    if (data.length > 0) out.push(data);
    state.ended ||= final;
  };
  const stream = new { deflate: Inflate, zlib: Unzlib, gzip: Gunzip }[kind](onData);
  let length = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length && !state.ended; at += stepBytes) {
      push(stream, chunk.slice(at, at + stepBytes), false);
      for (const data of out.splice(0)) {
        yield data;
        length += data.length;
        if (length >= limit) return;
      }
    }
  }
  push(stream, new Uint8Array(0), true);
  yield* out;
}

function push(stream: Inflate | Unzlib | Gunzip, bytes: Uint8Array, final: boolean): void {
  try {
    stream.push(bytes, final);
  } catch (error) {
    throw new InflateError(error instanceof Error ? error.message : 'the packed data is damaged');
  }
}
