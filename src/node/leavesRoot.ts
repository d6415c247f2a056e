// Which paths of a scan lead out of its root: nobody reads those, nor asks the system of them.
// Must not know the disk.

import { sep } from 'node:path';

/** True for a path (from the root, with `/`) that no file below the root has. */
export function leavesRoot(path: string): boolean {
  return (
    path.startsWith('/') ||
    path.includes('\0') ||
    (path.includes('..') && path.split('/').includes('..')) ||
    (sep === '\\' && /[\\:]/.test(path))
  );
}
