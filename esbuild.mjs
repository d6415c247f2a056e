// Builds every bundle: extension host, engine (scan worker and command line), webview. Flags: --watch, --production.
// Must not know what is in them.

import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { writeKernels } from './scripts/kernels.mjs';
import { noticesOf } from './scripts/lib/notices.mjs';
import { writeRegistries } from './scripts/registries.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  metafile: true,
  logLevel: 'warning',
  // For Node the package is CommonJS, of which a late import() in a bundle gives the default export alone.
  alias: { yaml: fileURLToPath(new URL('node_modules/yaml/browser/index.js', import.meta.url)) },
  define: { 'process.env.NODE_ENV': production ? '"production"' : '"development"' },
};

/** @type {esbuild.BuildOptions} */
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20' };

/**
 * TensorFlow.js brings a fetch of its own for old Nodes, with tables of all domain names: half its size in the package.
 * @type {esbuild.Plugin}
 */
const nativeFetch = {
  name: 'native-fetch',
  setup(build) {
    build.onResolve({ filter: /^node-fetch$/ }, ({ path }) => ({ path, namespace: 'native' }));
    build.onLoad({ filter: /.*/, namespace: 'native' }, () => ({
      contents: 'module.exports = globalThis.fetch;',
    }));
  },
};

/**
 * The extension reads samples by a bundle of the engine's, which shares its chunks, and loads it when it is asked to.
 * @type {esbuild.Plugin}
 */
const sampleReading = {
  name: 'sample-reading',
  setup(build) {
    build.onResolve({ filter: /\/node\/sampleReading$/ }, () => ({
      path: './sampleReading.mjs',
      external: true,
    }));
  },
};

/** One entry each. The test of the import rules reads the metafiles that these builds leave in dist/meta. */
export const bundles = {
  extension: {
    ...node,
    entryPoints: { extension: 'src/extension.ts' },
    outdir: 'dist',
    external: ['vscode'],
    plugins: [sampleReading],
  },
  // One ES module bundle with shared chunks: the worker and the command line load a heavy reader when they meet its format.
  engine: {
    ...node,
    plugins: [nativeFetch],
    format: 'esm',
    splitting: true,
    entryPoints: {
      scanWorker: 'src/node/scanWorker.ts',
      unitWorker: 'src/node/unitWorker.ts',
      cli: 'src/cli/main.ts',
      hashWorker: 'src/node/duplicates/hashWorker.ts',
      sampleReading: 'src/node/sampleReading.ts',
      trainer: 'src/trainer/main.ts',
      trainerWorker: 'src/trainer/workers/worker.ts',
    },
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    banner: {
      js: "import { createRequire as createRequireOf } from 'node:module'; const require = createRequireOf(import.meta.url);",
    },
  },
  webview: {
    ...shared,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: {
      main: 'webview/main.ts',
      training: 'webview/training/main.ts',
      styles: 'webview/styles.css',
    },
    outdir: 'dist/webview',
  },
};

async function build() {
  await writeRegistries();
  await writeKernels();
  for (const made of ['dist/chunks', 'dist/python']) rmSync(made, { recursive: true, force: true });
  mkdirSync('dist/meta', { recursive: true });
  cpSync('python/class_balance', 'dist/python/class_balance', {
    recursive: true,
    filter: (path) => !path.includes('__pycache__'),
  });
  for (const [kind, file] of [
    ['jpeg', 'mozjpeg_dec.wasm'],
    ['webp', 'webp_dec.wasm'],
  ]) {
    copyFileSync(`node_modules/@jsquash/${kind}/codec/dec/${file}`, `dist/${file}`);
  }
  const metafiles = [];
  for (const [name, options] of Object.entries(bundles)) {
    if (watch) {
      await (await esbuild.context(options)).watch();
      continue;
    }
    const { metafile } = await esbuild.build(options);
    writeFileSync(`dist/meta/${name}.json`, JSON.stringify(metafile));
    metafiles.push(metafile);
  }
  const modules = fileURLToPath(new URL('node_modules', import.meta.url));
  writeFileSync('dist/THIRD_PARTY_NOTICES.txt', noticesOf(metafiles, modules));
  if (watch) console.log('watching');
}

if (process.argv[1] === import.meta.filename) await build();
