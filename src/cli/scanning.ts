// Scanning the folder that the command line names, with the flags every scanning command shares.
// Must not know what is done with the report.

import { resolve } from 'node:path';
import type { SourceRule } from '../core/claims';
import { readGrouping } from '../core/groups/grouping';
import { formats } from '../core/formats/registry';
import type { ScanReport } from '../core/model';
import { SourceError } from '../core/ports';
import { scanFolder } from '../node/scanFolder';
import type { Flags, Given } from './flags';
import { CommandError, type Io, UsageError } from './io';
import { progressLine } from './progress';

export const scanFlags: Flags = {
  exclude: {
    value: 'GLOB',
    isMultiple: true,
    help: 'leave out files and folders, relative to the folder (`**/tmp`); may be repeated',
  },
  'group-by': {
    value: 'WHAT',
    help: 'count groups, too: a column (`patient`), a place in the path (`-2`), or `{group}_*.png`',
  },
  'include-ignored': { help: 'look into what .gitignore files name, too' },
  'no-cache': { help: 'count everything anew, and keep nothing for the next scan' },
  source: {
    value: 'PATH=READING',
    isMultiple: true,
    help: 'read a file or folder as told: a reading (`column:species`), a format, or `ignore`',
  },
};

/** The folder that is given, and how it is looked at. */
export function folderGiven(given: Given, io: Io) {
  const excludes = {
    globs: given.texts('exclude').map(forward),
    gitignore: !given.isOn('include-ignored'),
  };
  const rules = [...grouped(given.text('group-by')), ...given.texts('source').map(ruleOf)];
  return { root: resolve(io.folder, folderOf(given)), excludes, rules, signal: io.signal };
}

/** The rule that groups everything. */
function grouped(group: string | undefined): readonly SourceRule[] {
  if (group === undefined) return [];
  const grouping = readGrouping(group);
  if (typeof grouping === 'string') throw new UsageError(`--group-by is “${group}”: ${grouping}.`);
  return [{ path: '**', group }];
}

/** Scans, with progress on a terminal. Throws a {@link CommandError} where the folder cannot be read. */
export async function scanGiven(given: Given, io: Io): Promise<ScanReport> {
  const folder = folderGiven(given, io);
  const progress = progressLine(io.err);
  try {
    return await scanFolder({
      ...folder,
      ...(io.unitWorker === undefined ? {} : { unitWorker: io.unitWorker }),
      ...(io.cache === undefined || given.isOn('no-cache') ? {} : { cache: io.cache }),
      onProgress: (news) => {
        progress.show(news);
      },
    });
  } catch (error) {
    if (error instanceof SourceError) throw new CommandError(error.message);
    throw error;
  } finally {
    progress.clear();
  }
}

function folderOf(given: Given): string {
  const [folder, ...others] = given.operands;
  if (given.operands.length === 0)
    throw new UsageError('Name the folder to scan, `.` for this one.');
  if (others.length > 0)
    throw new UsageError(`One folder at a time; “${others[0]}” is one too many.`);
  return folder;
}

/** `PATH=READING`; the last `=` counts, for folders may be called `split=train`. */
function ruleOf(text: string): SourceRule {
  const cut = text.lastIndexOf('=');
  const path = forward(text.slice(0, Math.max(0, cut)));
  const reading = text.slice(cut + 1);
  if (path === '' || reading === '') {
    throw new UsageError(`--source is “${text}”; write it as PATH=READING.`);
  }
  const isFormat = reading === 'ignore' || formats.some((format) => format.id === reading);
  return isFormat ? { path, format: reading } : { path, reading };
}

/** Paths of the scan use `/` and no leading `./`, whatever the shell completed. */
function forward(path: string): string {
  const text = process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  return text.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
}
