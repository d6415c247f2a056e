// Whole scans against what else counts the same files: whole processes, in turn, counts checked equal. Writes bench/report.md.
// Must not know how a file is read. SCALE (default 1) shrinks the inputs, ROUNDS (default 5) counts rounds, ONLY (a regular
// expression) names the contests that are run: the others keep what the report says of them.

import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as inputs from './lib/inputs.mjs';
import { compiled } from './lib/native.mjs';
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

const inFull = (count) => count.toLocaleString('en');
const parquetContest = (rows, classes) => ({
  name: `Parquet, ${inFull(rows)} rows, ${inFull(classes)} classes`,
  make: async () => {
    if (modules === undefined) return { contenders: {} };
    const { folder, file } = await inputs.parquetInput(rows, classes, modules);
    const query = 'SELECT count(*) FROM read_parquet(?) GROUP BY species';
    return {
      remove: folder,
      contenders: {
        'Class Balance': ours(folder),
        DuckDB: duckdb(query, file),
        hyparquet: text('hyparquet', file),
        polars: python('polars', 'parquet', 'species', file),
        pyarrow: python('pyarrow', 'parquet', 'species', file),
      },
    };
  },
});

const contests = [
  {
    name: `CSV, ${megabytes(1000)} MB, 8,142 classes`,
    make: () => {
      const { folder, file } = inputs.csvInput(megabytes(1000));
      const query = 'SELECT count(*) FROM read_csv(?, header = true) GROUP BY species';
      return {
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
  },
  {
    name: `COCO, ${megabytes(470)} MB`,
    make: () => {
      const { folder, file } = inputs.cocoInput(megabytes(470));
      return {
        remove: folder,
        contenders: {
          'Class Balance': ours(folder),
          'JSON.parse': text('JSON.parse', file),
          pycocotools: python('pycocotools', 'coco', 'category_id', file),
        },
      };
    },
  },
  {
    name: `LVIS, ${megabytes(1250)} MB, 1,203 classes`,
    make: () => {
      const { folder, file } = inputs.lvisInput(megabytes(1250));
      // No other reader of the whole takes it: a string of Node's ends at 512 MiB.
      return {
        remove: folder,
        contenders: { 'Class Balance': ours(folder), 'cat, which counts nothing': ['cat', file] },
      };
    },
  },
  {
    name: `JSON lines, ${megabytes(500)} MB`,
    make: () => {
      const { folder, file } = inputs.jsonLinesInput(megabytes(500));
      const query =
        "SELECT count(*) FROM read_json(?, format = 'newline_delimited') GROUP BY label";
      return {
        remove: folder,
        contenders: {
          'Class Balance': ours(folder),
          DuckDB: duckdb(query, file),
          'readline and JSON.parse': text('readline', file),
          polars: python('polars', 'json', 'label', file),
        },
      };
    },
  },
  {
    name: `YOLO, ${inFull(files(120_000))} label files`,
    make: () => {
      const folder = inputs.yoloInput(files(120_000));
      const loop = compiled(peer('yolo.c'));
      return {
        remove: folder,
        contenders: {
          'Class Balance': ours(folder),
          'readFileSync and split': text('file loop', folder),
          'open, read, close in C':
            loop === undefined ? undefined : [loop, join(folder, 'labels/train')],
        },
      };
    },
  },
  {
    name: `Pascal VOC, ${inFull(files(20_000))} files`,
    make: () => {
      const folder = inputs.vocInput(files(20_000));
      return {
        remove: folder,
        contenders: {
          'Class Balance': ours(folder),
          'fast-xml-parser': modules === undefined ? undefined : text('fast-xml-parser', folder),
        },
      };
    },
  },
  {
    name: `Masks, ${inFull(files(1000))} PNG images of 1024 x 1024 pixels`,
    make: () => {
      const folder = inputs.maskInput(files(1000));
      const numpy = pythonHas('numpy') && pythonHas('PIL');
      return {
        remove: folder,
        contenders: {
          'Class Balance': ours(folder),
          'numpy and Pillow': numpy ? [interpreter, peer('masks.py'), folder] : undefined,
        },
      };
    },
  },
  ...[8142, 80].map((classes) => parquetContest(files(50_000_000), classes)),
];

const built = spawnSync('node', ['esbuild.mjs', '--production'], { cwd: root, stdio: 'inherit' });
if (built.status !== 0) process.exit(1);

const report = join(root, 'bench/report.md');
const quoted = readFileSync(report, 'utf8');
const marked = /<!-- scan -->[^]*<!-- \/scan -->/;
/** What the report says of each contest, by its name. */
const sections = new Map(
  (marked.exec(quoted)?.[0] ?? '')
    .split(/^#### /m)
    .slice(1)
    .map((section) => {
      const [name, ...lines] = section.split('\n');
      return [name, lines.join('\n').replace('<!-- /scan -->', '').trim()];
    }),
);

const only = new RegExp(process.env.ONLY ?? '', 'i');
for (const { name, make } of contests.filter((one) => only.test(one.name))) {
  const { remove, contenders } = await make();
  if (Object.keys(contenders).length === 0) {
    console.error(`Not run: ${name} needs DuckDB, which writes its input.`);
    continue;
  }
  try {
    const table = contest(contenders, rounds);
    sections.set(name, table);
    console.log(`\n${name}\n${table}`);
  } finally {
    if (process.env.KEEP === undefined) inputs.removed(remove);
  }
}

const machine = `${cpus().length} processors (${cpus()[0].model.trim()}), ${process.platform}, Node ${process.versions.node}`;
const note =
  `Whole processes, start-up included, files in the cache of the system, ${rounds} rounds in turn after one that warms up, ` +
  `on ${machine}. Ratios are medians of each round's own; counts are checked equal. On a machine busy with other ` +
  `work, processor time is the steadier column. \`npm run bench -- scan\` repeats it.`;
const tables = contests.flatMap(({ name }) => {
  const table = sections.get(name);
  return table === undefined ? [] : [`#### ${name}\n\n${table}\n`];
});
const scans = `<!-- scan -->\n\n### Scans\n\n${note}\n\n${tables.join('\n')}\n\n<!-- /scan -->`;
writeFileSync(
  report,
  quoted.replace(marked, () => scans),
);
spawnSync(process.execPath, [
  join(root, 'node_modules/prettier/bin/prettier.cjs'),
  '--write',
  report,
]);
