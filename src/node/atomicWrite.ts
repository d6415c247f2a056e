// Writes a file whole or not at all: what stood there before stays until the new content is safe on disk.
// Must not know what is written.

import { randomBytes } from 'node:crypto';
import { writeSync } from 'node:fs';
import { type FileHandle, link, open, realpath, stat, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ExportFile, WritePart } from '../core/exporters/exporter';
import { renamed } from './renamed';
import { systemCode } from './sourceErrors';

/** Why a file was not written; whatever stood there is untouched. */
export class WriteError extends Error {
  constructor(
    readonly code: 'exists' | 'failed',
    readonly file: string,
    message: string,
  ) {
    super(message);
  }
}

export interface AtomicWriteOptions {
  /** Replace a file that is there; its mode is kept. Default false. */
  readonly overwrite?: boolean;
}

/** What a file is to hold; streamed content may reject with errors of its own, which are passed on. */
export type FileContent = ExportFile['content'];

/**
 * Writes by way of a temporary file in the same folder, which is removed again where anything fails.
 * @throws WriteError `exists` where the file is there and may not be replaced, `failed` with the system's reason.
 */
export async function writeFileAtomic(
  file: string,
  content: FileContent,
  options: AtomicWriteOptions = {},
): Promise<void> {
  await writeFilesAtomic([{ file, content, ...options }]);
}

/**
 * The same for several files: none is in its place before all are written, one after the other.
 * @throws WriteError as above, for the first file that fails.
 */
export async function writeFilesAtomic(
  files: readonly (AtomicWriteOptions & { readonly file: string; readonly content: FileContent })[],
): Promise<void> {
  const ready: Prepared[] = [];
  try {
    for (const { file, content, overwrite = false } of files) {
      ready.push(await prepared(file, content, overwrite));
    }
    for (let one = ready.at(0); one !== undefined; one = ready.at(0)) {
      await placed(one);
      ready.shift();
      await syncFolder(dirname(one.target));
    }
  } finally {
    for (const { temporary } of ready) await unlink(temporary);
  }
}

/** A file that is written and not yet in its place. */
interface Prepared {
  readonly file: string;
  readonly temporary: string;
  readonly target: string;
  readonly overwrite: boolean;
}

async function prepared(file: string, content: FileContent, overwrite: boolean): Promise<Prepared> {
  try {
    const there = await existing(file);
    if (there !== undefined && !overwrite) throw alreadyThere(file);
    const target = there?.path ?? file;
    return { file, target, overwrite, temporary: await written(target, content, there?.mode) };
  } catch (error) {
    throw explained(file, error);
  }
}

async function placed({ file, temporary, target, overwrite }: Prepared): Promise<void> {
  try {
    if (overwrite) await renamed(temporary, target);
    else await placeNew(temporary, target);
  } catch (error) {
    throw explained(file, error);
  }
}

/** Where a file (or what a link leads to) really lies, and its mode. A link stays a link. */
async function existing(file: string): Promise<{ path: string; mode: number } | undefined> {
  try {
    const { mode } = await stat(file);
    return { path: await realpath(file), mode };
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function written(
  target: string,
  content: FileContent,
  mode: number | undefined,
): Promise<string> {
  const name = `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`;
  const temporary = join(dirname(target), name);
  const handle = await open(temporary, 'wx');
  try {
    await fillAndSync(handle, content, mode);
  } catch (error) {
    await unlink(temporary);
    throw error;
  }
  return temporary;
}

async function fillAndSync(
  handle: FileHandle,
  content: FileContent,
  mode: number | undefined,
): Promise<void> {
  try {
    if (typeof content === 'function') await content(partsInto(handle));
    else await handle.writeFile(content);
    if (mode !== undefined) await handle.chmod(mode & 0o7777);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes parts at once and in order: whoever makes them waits for the disk, and nothing piles up. */
function partsInto({ fd }: FileHandle): WritePart {
  return (part) => {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    for (let at = 0; at < bytes.length;) at += writeSync(fd, bytes, at);
  };
}

/** A hard link fails where the name is taken, even by somebody who was faster; a rename would replace it. */
async function placeNew(temporary: string, target: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    const code = systemCode(error) ?? '';
    if (!['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP', 'EMLINK'].includes(code)) throw error;
    // File systems without hard links, such as exFAT: the moment between look and rename is all that is left.
    if ((await existing(target)) !== undefined) throw alreadyThere(target);
    await renamed(temporary, target);
    return;
  }
  await unlink(temporary);
}

/** Makes the new name last through a power cut, where the system lets folders be opened. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
    // The file is written; that this file system cannot promise more is no failure.
  } finally {
    await handle.close();
  }
}

function alreadyThere(file: string): WriteError {
  return new WriteError('exists', file, `“${file}” is there already and was not overwritten.`);
}

const sentences: Readonly<Partial<Record<string, string>>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EISDIR: 'there is a folder of that name',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it may not become so large',
};

/** A failure of the system as a {@link WriteError} for people; anything else as it is. */
export function explained(file: string, error: unknown): unknown {
  const code = systemCode(error);
  if (code === undefined) return error;
  if (code === 'EEXIST') return alreadyThere(file);
  const reason = sentences[code] ?? code;
  return new WriteError('failed', file, `“${file}” could not be written: ${reason}.`);
}
