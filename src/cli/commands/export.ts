// `class-balance export`: weights as the files a framework reads.
// Must not know any one target.

import { access } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { SamplesError } from '../../core/collectSamples';
import type { ExportFile, ExportInput } from '../../core/exporters/exporter';
import { exporters } from '../../core/exporters/registry';
import { SourceError } from '../../core/ports';
import { WriteError, writeFilesAtomic } from '../../node/atomicWrite';
import { sampleSource } from '../../node/sampleSource';
import type { Command, Given } from '../flags';
import { CommandError, type Io, UsageError } from '../io';
import { progressLine } from '../progress';
import { folderGiven, scanFlags, scanGiven } from '../scanning';
import { select, selectFlags } from '../select';
import { plain, safeJson } from '../text';
import { requestOf, weigh, weighFlags } from '../weighing';

export const exportCommand: Command = {
  name: 'export',
  operands: '<folder>',
  summary: 'Write weights for a framework',
  flags: {
    target: { value: 'ID', help: 'what to write; `class-balance exporters` lists the targets' },
    out: { value: 'FILE', help: 'where to write it; further files lie beside it' },
    overwrite: { help: 'replace files that are there' },
    seed: { value: 'NUMBER', help: 'of what is drawn when lists are balanced; default 0' },
    json: { help: 'print the paths written as one JSON object' },
    ...selectFlags,
    ...weighFlags,
    ...scanFlags,
  },
  async run(given, io) {
    requestOf(given);
    const { target, out } = destination(given, io);
    const seed = seedOf(given);
    const selection = select(given, await scanGiven(given, io));
    const progress = progressLine(io.err);
    const samples = sampleSource({
      ...folderGiven(given, io),
      ...{ dataset: selection.dataset, split: selection.split, folder: dirname(out), seed },
      onProgress: progress.show,
    });
    const files = filesOf(target, { ...weigh(given, selection, io), samples }, basename(out));
    const overwrite = given.isOn('overwrite');
    const written = await write(files, dirname(out), overwrite).finally(progress.clear);
    const text = given.isOn('json')
      ? safeJson({ schema: 'class-balance/export@1', target: target.id, files: written })
      : written.map((file) => `Wrote ${plain(file)}`).join('\n');
    io.out.write(`${text}\n`);
    return 0;
  },
};

type Target = (typeof exporters)[number];

function destination(given: Given, io: Io): { target: Target; out: string } {
  const id = given.word(
    'target',
    exporters.map((exporter) => exporter.id),
  );
  const target = exporters.find((exporter) => exporter.id === id);
  const out = given.text('out');
  if (target === undefined) throw new UsageError('Say what to write by --target.');
  if (out === undefined || out === '') throw new UsageError('Say where to write by --out.');
  return { target, out: resolve(io.folder, out) };
}

/** A whole number, so that a list can be made again. */
function seedOf(given: Given): number {
  const seed = given.number('seed') ?? 0;
  if (Number.isSafeInteger(seed)) return seed;
  throw new UsageError(`--seed is ${seed}; it must be a whole number.`);
}

function filesOf(target: Target, input: ExportInput, name: string): readonly ExportFile[] {
  try {
    return target.files(input, name);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(error.message);
    throw error;
  }
}

/** What may go wrong while files are written: their messages are for people. */
const expected = [WriteError, SamplesError, SourceError, RangeError];

/** All or, where one of them is there already, none. */
async function write(
  files: readonly ExportFile[],
  folder: string,
  overwrite: boolean,
): Promise<string[]> {
  const written = files.map((file) => join(folder, file.name));
  for (const path of overwrite ? [] : written) {
    if (await exists(path)) {
      throw new CommandError(`“${path}” is there already; --overwrite replaces it.`);
    }
  }
  try {
    await writeFilesAtomic(
      files.map(({ content }, at) => ({ file: written[at], content, overwrite })),
    );
  } catch (error) {
    if (expected.some((kind) => error instanceof kind)) {
      throw new CommandError((error as Error).message);
    }
    throw error;
  }
  return written;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
