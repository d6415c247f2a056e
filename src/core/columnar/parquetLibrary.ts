// hyparquet and its codecs, loaded when the first Parquet file is met.
// Must not know what they are used for.

async function load() {
  const [main, schema, column, convert, dataPage, plain, { compressors }] = await Promise.all([
    import('hyparquet'),
    import('hyparquet/src/schema.js'),
    import('hyparquet/src/column.js'),
    import('hyparquet/src/convert.js'),
    import('hyparquet/src/datapage.js'),
    import('hyparquet/src/plain.js'),
    import('hyparquet-compressors'),
  ]);
  return { ...main, ...schema, ...column, ...convert, ...dataPage, ...plain, compressors };
}

export type ParquetLibrary = Awaited<ReturnType<typeof load>>;

let loaded: Promise<ParquetLibrary> | undefined;

/** Asked for with every row group: to look a module up again costs more than to count a page. */
export function parquetLibrary(): Promise<ParquetLibrary> {
  return (loaded ??= load());
}
