// Paths of the scan: relative to its root, with `/`, never leaving it.
// Must not know a disk or an operating system.

/** Joins two parts; an empty base is the root. */
export function joinPath(base: string, name: string): string {
  return base === '' ? name : `${base}/${name}`;
}

/** Folder part, `''` for the root. */
export function parentPath(path: string): string {
  const cut = path.lastIndexOf('/');
  return cut < 0 ? '' : path.slice(0, cut);
}

/** Last part. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The last extension found by {@link extensionOf}, as written and lower-cased: neighbours mostly end alike. */
const before = { written: '.', extension: '.' };

/** Lower-case extension with its dot, `''` where there is none; `.gz` is looked through (`a.csv.gz` -> `.csv`). */
export function extensionOf(path: string): string {
  // The one before holds a single dot, at its start, and no slash: a path that ends with it has no later one.
  const dot = path.length - before.written.length;
  if (dot > 0 && path.endsWith(before.written) && path[dot - 1] !== '/') return before.extension;
  const start = path.lastIndexOf('/') + 1;
  const last = path.lastIndexOf('.');
  if (last < start) return '';
  const extension = path.slice(last).toLowerCase();
  if (extension === '.gz') {
    const inner = path.lastIndexOf('.', last - 1);
    return inner <= start ? '' : path.slice(inner, last).toLowerCase();
  }
  if (last === start) return '';
  before.written = path.slice(last);
  before.extension = extension;
  return extension;
}

/** True where the path is the folder itself or lies below it. */
export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/**
 * Resolves a path written in a label file (`../images/train`, `.\\a\\b`, `./x`) against a folder of the scan.
 * Undefined where it is absolute or leaves the root: such a file is never opened.
 */
export function resolvePath(folder: string, written: string): string | undefined {
  const text = written.trim().replaceAll('\\', '/');
  if (text.startsWith('/') || /^[a-z][a-z0-9+.-]*:/i.test(text)) return undefined;
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

/** Whether the file is read through gunzip; a name of nothing but `.gz` is not. */
export function isPacked(path: string): boolean {
  return /\.gz$/i.test(path) && extensionOf(path) !== '';
}

/** A test for extensions, as {@link extensionOf} has them. */
export function extensionIn(...wanted: readonly string[]): (extension: string) => boolean {
  return (extension) => wanted.includes(extension);
}
