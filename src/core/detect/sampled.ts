// Says which files detection looked at in part only, so that nothing is passed over in silence.
// Must not know formats. A folder that a claim takes is told there, and the note falls away.

import type { FolderView } from '../folderView';

const wayOut =
  'Name the format of a file or folder in the setting classBalance.sources to have it read.';

/** Of a folder's many files only some were opened, and none of those held labels as far as the asking format knows. */
export function noteSampled(folder: FolderView, what: string, opened: number, all: number): void {
  folder.note({
    code: 'folder-sampled',
    severity: 'information',
    file: folder.path === '' ? '.' : folder.path,
    message: `Of ${all} ${what} files in one folder only ${opened} were opened to look for labels. ${wayOut}`,
  });
}

/** A workspace holds more files of a kind than are opened. */
export function noteLimit(root: FolderView, what: string, limit: number): void {
  root.note({
    code: 'workspace-sampled',
    severity: 'warning',
    message: `Only the first ${limit} ${what} were opened to look for labels; the rest was passed over. ${wayOut}`,
  });
}
