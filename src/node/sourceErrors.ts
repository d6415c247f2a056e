// What the operating system says about a path, turned into the engine's SourceError with a sentence for people.
// Must not know who reads the path.

import { SourceError } from '../core/ports';

type Code = SourceError['code'];

const sentences: Readonly<Partial<Record<string, readonly [Code, string]>>> = {
  ENOENT: ['not-found', 'was not found'],
  ENOTDIR: ['not-found', 'was not found: a part of its path is a file, not a folder'],
  EISDIR: ['unreadable', 'is a folder, not a file'],
  ESPIPE: ['unreadable', 'is a pipe or a device, not a file'],
  EACCES: ['unreadable', 'cannot be read: permission denied'],
  EPERM: ['unreadable', 'cannot be read: permission denied'],
  ELOOP: ['unreadable', 'cannot be read: its symbolic links lead round in a circle'],
  EMFILE: ['unreadable', 'cannot be read: too many files are open'],
  ENFILE: ['unreadable', 'cannot be read: too many files are open'],
  EIO: ['unreadable', 'cannot be read: the disk reported an error'],
  ENAMETOOLONG: ['unreadable', 'cannot be read: its path is too long'],
};

/** What a name's bytes that are no UTF-8 have become by the time it is asked for. */
const lost = '\uFFFD';
const misnamed = ['unreadable', 'cannot be opened: its name is not UTF-8; rename it'] as const;

/** The same failure as a {@link SourceError}; anything that is no failure of the system is thrown on. */
export function toSourceError(error: unknown, path: string): SourceError {
  if (error instanceof SourceError) return error;
  const code = systemCode(error);
  if (code === undefined) throw error;
  const [kind, sentence] =
    code === 'ENOENT' && path.includes(lost)
      ? misnamed
      : (sentences[code] ?? ['unreadable', `cannot be read (${code})`]);
  return new SourceError(kind, path, `“${path === '' ? '.' : path}” ${sentence}.`);
}

/** `ENOENT` and the like; undefined for errors that the system did not raise. */
export function systemCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
