// Whole scans against what else counts the same files: whole processes, in turn, counts checked equal. Writes bench/report.md.
// Must not know how a file is read. SCALE (default 1) shrinks the inputs, ROUNDS (default 5) counts rounds.

import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as inputs from './lib/inputs.mjs';
import { interpreter, peerModules, pythonHas } from './lib/peers.mjs';
import { contest } from './lib/rounds.mjs';

const root = join(import.meta.dirname, '..');
const scale = Number(process.env.SCALE ?? 1);
const rounds = Number(process.env.ROUNDS ?? 5);
const megabytes = (size) => Math.max(1, Math.round(size * scale));
const files = (count) => Math.max(100, Math.round(count * scale));
const peer = (name) => join(root, 'bench/peers', name);
const modules = peerModules();

const ours = (path) => [process.execPath, peer('ours.cjs'), join(root, 'dist/cli.mjs'), path];
const text = (way, path) => [process.execPath, peer('text.mjs'), way, path, modules ?? ''];
const duckdb = (query, path) =>
  modules === undefined ? undefined : [process.execPath, peer('duckdb.mjs'), modules, query, path];
const python = (library, kind, column, path) =>
  pythonHas(library) ? [interpreter, peer('table.py'), library, kind, column, path] : undefined;

const contests = [
  () => {
    const { folder, file } = inputs.csvInput(megabytes(1000));
    const query = 'SELECT count(*) FROM read_csv(?, header = true) GROUP BY species';
    return {
      name: `CSV, ${megabytes(1000)} MB, 8,142 classes`,
      remove: folder,
      contenders: {
        'Class Balance': ours(folder),
        DuckDB: duckdb(query, file),
        papaparse: text('papaparse', file),
        pandas: python('pandas', 'csv', 'species', file),
        polars: python('polars', 'csv', 'species', file),
        pyarrow: python('pyarrow', 'csv', 'species', file),
      },
    };
  },
  () => {
    const { folder, file } = inputs.cocoInput(megabytes(470));
    return {
      name: `COCO, ${megabytes(470)} MB`,
      remove: folder,
      contenders: { 'Class Balance': ours(folder), 'JSON.parse': text('JSON.parse', file) },
    };
  },
  () => {
    const { folder, file } = inputs.jsonLinesInput(megabytes(500));
    const query = "SELECT count(*) FROM read_json(?, format = 'newline_delimited') GROUP BY label";
    return {
      name: `JSON lines, ${megabytes(500)} MB`,
      remove: folder,
      contenders: {
        'Class Balance': ours(folder),
        DuckDB: duckdb(query, file),
        'readline and JSON.parse': text('readline', file),
        polars: python('polars', 'json', 'label', file),
      },
    };
  },
  () => {
    const folder = inputs.yoloInput(files(120_000));
    return {
      name: `YOLO, ${files(120_000).toLocaleString('en')} label files`,
      remove: folder,
      contenders: {
        'Class Balance': ours(folder),
        'readFileSync and split': text('file loop', folder),
      },
    };
  },
  () => {
    const folder = inputs.vocInput(files(20_000));
    return {
      name: `Pascal VOC, ${files(20_000).toLocaleString('en')} files`,
      remove: folder,
      contenders: {
        'Class Balance': ours(folder),
        'fast-xml-parser': modules === undefined ? undefined : text('fast-xml-parser', folder),
      },
    };
  },
];

contests.push(() => {
  const folder = inputs.maskInput(files(1000));
  const numpy = pythonHas('numpy') && pythonHas('PIL');
  return {
    name: `Masks, ${files(1000).toLocaleString('en')} PNG images of 1024 x 1024 pixels`,
    remove: folder,
    contenders: {
      'Class Balance': ours(folder),
      'numpy and Pillow': numpy ? [interpreter, peer('masks.py'), folder] : undefined,
    },
  };
});
for (const classes of [8142, 80]) {
  const rows = files(50_000_000);
  contests.push(async () => {
    const name = `Parquet, ${rows.toLocaleString('en')} rows, ${classes.toLocaleString('en')} classes`;
    if (modules === undefined) return { name, contenders: {} };
    const { folder, file } = await inputs.parquetInput(rows, classes, modules);
    const query = 'SELECT count(*) FROM read_parquet(?) GROUP BY species';
    return {
      name,
      remove: folder,
      contenders: {
        'Class Balance': ours(folder),
        DuckDB: duckdb(query, file),
        hyparquet: text('hyparquet', file),
        polars: python('polars', 'parquet', 'species', file),
        pyarrow: python('pyarrow', 'parquet', 'species', file),
      },
    };
  });
}

const built = spawnSync('node', ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

const sections = [];
for (const make of contests) {
  const { name, remove, contenders } = await make();
  if (Object.keys(contenders).length === 0) {
    console.error(`Not run: ${name} needs DuckDB, which writes its input.`);
    continue;
  }
  try {
    const table = contest(contenders, rounds);
    sections.push(`#### ${name}\n\n${table}\n`);
    console.log(`\n${name}\n${table}`);
  } finally {
    if (process.env.KEEP === undefined) inputs.removed(remove);
  }
}

const report = join(root, 'bench/report.md');
const machine = `${cpus().length} processors (${cpus()[0].model.trim()}), ${process.platform}, Node ${process.versions.node}`;
const note =
  `Whole processes, start-up included, files in the cache of the system, ${rounds} rounds in turn after one that warms up, ` +
  `on ${machine}. Ratios are medians of each round's own; counts are checked equal. \`npm run bench -- scan\` repeats it.`;
const scans = `<!-- scan -->\n\n### Scans\n\n${note}\n\n${sections.join('\n')}\n\n<!-- /scan -->`;
const quoted = readFileSync(report, 'utf8');
writeFileSync(
  report,
  quoted.replace(/<!-- scan -->[^]*<!-- \/scan -->/, () => scans),
);
spawnSync(process.execPath, [
  join(root, 'node_modules/prettier/bin/prettier.cjs'),
  '--write',
  report,
]);
