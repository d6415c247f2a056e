// hyparquet and its codecs, loaded when the first Parquet file is met.
// Must not know what they are used for.

import type { CompressionCodec, Compressors } from 'hyparquet/src/types.js';
import type { UnpackPage } from '../ports';
import { unpackSnappy } from './snappy';

async function load() {
  const [main, schema, column, convert, dataPage, plain] = await Promise.all([
    import('hyparquet'),
    import('hyparquet/src/schema.js'),
    import('hyparquet/src/column.js'),
    import('hyparquet/src/convert.js'),
    import('hyparquet/src/datapage.js'),
    import('hyparquet/src/plain.js'),
  ]);
  return { ...main, ...schema, ...column, ...convert, ...dataPage, ...plain };
}

export type ParquetLibrary = Awaited<ReturnType<typeof load>>;

let loaded: Promise<ParquetLibrary> | undefined;

/** Asked for with every row group: to look a module up again costs more than to count a page. */
export function parquetLibrary(): Promise<ParquetLibrary> {
  return (loaded ??= load());
}

/**
 * The codecs, of which snappy and none are our own: the others bring a hundred kilobytes, and slower ways than the platform's
 * where it has them. `codec`: the only one that is wanted.
 */
export async function codecsFor(
  codec: CompressionCodec | undefined,
  unpackPage: UnpackPage | undefined,
): Promise<Compressors> {
  const own: Compressors = { SNAPPY: unpackSnappy };
  if (codec === 'SNAPPY' || codec === 'UNCOMPRESSED') return own;
  const { compressors } = await import('hyparquet-compressors');
  const faster = (name: 'GZIP' | 'ZSTD'): Compressors => {
    const slower = compressors[name];
    if (unpackPage === undefined || slower === undefined) return {};
    return {
      [name]: (packed: Uint8Array, size: number) =>
        unpackPage(name, packed, size) ?? slower(packed, size),
    };
  };
  return { ...compressors, ...own, ...faster('GZIP'), ...faster('ZSTD') };
}
