// Writes exports of every case by every target into a folder, with a manifest of what they should say.
// Must not know what the files look like; test/frameworks/*.py read them.

import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { runCommandLine } from '../../src/cli/run';
import type { Exporter, ExportFile, ExportInput } from '../../src/core/exporters/exporter';
import { exporters } from '../../src/core/exporters/registry';
import type { Dataset } from '../../src/core/model';
import { carriesSeveral, classCounts, defaultSplit, sampleCount } from '../../src/core/selection';
import { weighClasses } from '../../src/core/weights/table';
import { type Case, cases, randomCases } from './cases';
import { folders, realFolders } from './folders';

const tool = 'class-balance test';
const randoms = 200;

/** What a case's export came to: its files, the first the one to load, or why the target refuses. */
type Outcome = { readonly files: readonly string[] } | { readonly refused: string };

interface Manifest {
  readonly exporters: readonly { readonly id: string; readonly title: string }[];
  readonly cases: readonly (Case & {
    readonly exports: Readonly<Record<string, Outcome>>;
    /** Where the label files lie, for cases that have some. */
    readonly folder?: string;
    /** The split that is weighed. */
    readonly split: string;
  })[];
  /** What could not be tried here, and why. */
  readonly notRun: readonly string[];
}

function inputOf({ classes, request, unit, multiLabel, samples, id }: Case): ExportInput {
  const created = '2026-01-01T00:00:00.000Z';
  const provenance = { tool, created, dataset: id, sources: ['a b/train.csv'], split: 'train' };
  return {
    table: weighClasses({ ...request, classes }),
    provenance: { ...provenance, unit, multiLabel, samples },
  };
}

function attempt(exporter: Exporter, input: ExportInput): readonly ExportFile[] | string {
  try {
    return exporter.files(input, exporter.fileName);
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

/** Classes alone give no samples, so that nothing is streamed here. */
function whole(content: ExportFile['content']): string | Uint8Array {
  if (typeof content !== 'function') return content;
  throw new Error('A target made samples of counts.');
}

/** Through the engine alone: the files as every caller gets them. */
function exportCase(one: Case, out: string): Record<string, Outcome> {
  const outcomes: Record<string, Outcome> = {};
  for (const exporter of exporters) {
    const files = attempt(exporter, inputOf(one));
    if (typeof files === 'string') {
      outcomes[exporter.id] = { refused: files };
      continue;
    }
    const folder = join(out, one.id, exporter.id);
    mkdirSync(folder, { recursive: true });
    for (const { name, content } of files) writeFileSync(join(folder, name), whole(content));
    outcomes[exporter.id] = { files: files.map(({ name }) => join(folder, name)) };
  }
  return outcomes;
}

async function commandLine(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const stream = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text;
    },
    isTerminal: false,
    columns: 80,
    hasColours: false,
  });
  const code = await runCommandLine(args, {
    folder: process.cwd(),
    version: 'test',
    signal: new AbortController().signal,
    out: stream('out'),
    err: stream('err'),
    now: () => new Date(),
  });
  return { code, ...written };
}

/** Through the command line, from label files on disk: the way of a user. */
async function exportFolder(
  id: string,
  folder: string,
  out: string,
): Promise<Manifest['cases'][number]> {
  const scanned = await commandLine('scan', folder, '--json');
  const { datasets } = JSON.parse(scanned.out) as { datasets: readonly Dataset[] };
  const [found] = datasets;
  const { id: dataset, unit } = found;
  const split = defaultSplit(found);
  const outcomes: Record<string, Outcome> = {};
  for (const { id: target, fileName } of exporters) {
    const place = join(out, id, target);
    mkdirSync(place, { recursive: true });
    const where = ['--target', target, '--out', join(place, fileName)];
    const how = ['--dataset', dataset, '--beta', '0.9999', '--json'];
    const { code, out: text, err } = await commandLine('export', folder, ...where, ...how);
    if (code === 0) outcomes[target] = { files: (JSON.parse(text) as { files: string[] }).files };
    else outcomes[target] = { refused: err };
  }
  return {
    id,
    classes: classCounts(found, split),
    request: { scheme: 'effective-number', parameters: { beta: 0.9999 } },
    unit,
    multiLabel: carriesSeveral(found, 'unit'),
    samples: sampleCount(found, split),
    exports: outcomes,
    ...{ folder, split },
  };
}

/** One file a target with all its exports of random classes: two hundred cases in a folder each would be 20,000 files. */
function exportRandom(out: string): void {
  mkdirSync(join(out, 'random'), { recursive: true });
  const all = randomCases(randoms);
  for (const exporter of exporters) {
    const entries = all.map((one) => {
      const files = attempt(exporter, inputOf(one));
      const outcome =
        typeof files === 'string'
          ? { refused: files }
          : { content: Buffer.from(whole(files[0].content)).toString('base64') };
      return { ...one, ...outcome };
    });
    writeFileSync(join(out, 'random', `${exporter.id}.json`), JSON.stringify(entries));
  }
}

async function main(out: string, shared: string): Promise<void> {
  const notRun: string[] = [];
  const made: Manifest['cases'][number][] = cases.map((one) => ({
    ...one,
    exports: exportCase(one, out),
    split: 'train',
  }));
  for (const [id, write] of Object.entries(folders)) {
    const folder = join(out, 'data', id);
    mkdirSync(folder, { recursive: true });
    write(folder);
    made.push(await exportFolder(id, folder, out));
  }
  for (const [id, path] of Object.entries(realFolders)) {
    const folder = join(shared, path);
    if (shared !== '' && existsSync(folder)) made.push(await exportFolder(id, folder, out));
    else notRun.push(`${id}: ${path} is not here (CLASS_BALANCE_SHARED).`);
  }
  exportRandom(out);
  const manifest: Manifest = {
    exporters: exporters.map(({ id, title }) => ({ id, title })),
    cases: made,
    notRun,
  };
  mkdirSync(dirname(join(out, 'manifest.json')), { recursive: true });
  writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest));
}

main(process.argv[2], process.argv[3]).catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 1;
});
