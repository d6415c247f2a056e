// `class-balance export`: weights as the files a framework reads.
// Must not know any one target.

import { access } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { ExportFile, ExportInput } from '../../core/exporters/exporter';
import { exporters } from '../../core/exporters/registry';
import { WriteError, writeFileAtomic } from '../../node/atomicWrite';
import type { Command, Given } from '../flags';
import { CommandError, type Io, UsageError } from '../io';
import { scanFlags, scanGiven } from '../scanning';
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
    json: { help: 'print the paths written as one JSON object' },
    ...selectFlags,
    ...weighFlags,
    ...scanFlags,
  },
  async run(given, io) {
    requestOf(given);
    const { target, out } = destination(given, io);
    const report = await scanGiven(given, io);
    const input = weigh(given, select(given, report), io);
    const files = filesOf(target, input, basename(out));
    const written = await write(files, dirname(out), given.isOn('overwrite'));
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

function filesOf(target: Target, input: ExportInput, name: string): readonly ExportFile[] {
  try {
    return target.files(input, name);
  } catch (error) {
    if (error instanceof RangeError) throw new CommandError(error.message);
    throw error;
  }
}

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
    for (const [at, file] of files.entries()) {
      await writeFileAtomic(written[at], file.content, { overwrite });
    }
  } catch (error) {
    if (error instanceof WriteError) throw new CommandError(error.message);
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
