// A look into the middle and at the end of a long file: its first rows may all be of one class.
// Must not know what the lines say.

import type { FolderView, Head } from '../folderView';

const sliceBytes = 16 * 1024;
const LF = 10;

/** Whole lines from the middle and the end of a file whose head is not all of it; none for a packed file. */
export async function furtherSlices(
  folder: FolderView,
  name: string,
  head: Head,
): Promise<Uint8Array[]> {
  // In UTF-16 a byte 10 need not be a line end.
  const utf16 = head.bytes.subarray(0, 64).some((byte) => byte === 0 || byte >= 0xfe);
  if (
    utf16 ||
    head.complete ||
    /\.gz$/i.test(name) ||
    head.size < head.bytes.length + 2 * sliceBytes
  ) {
    return [];
  }
  const slices: Uint8Array[] = [];
  for (const start of [Math.floor(head.size / 2), head.size - sliceBytes]) {
    const end = Math.min(head.size, start + sliceBytes);
    const bytes = await folder.bytesAt(folder.pathOf(name), start, end);
    if (bytes !== undefined) slices.push(wholeLines(bytes, end === head.size));
  }
  return slices;
}

/** Without the cut line at the start, and the one at the end unless the file ends there. */
function wholeLines(bytes: Uint8Array, last: boolean): Uint8Array {
  const first = bytes.indexOf(LF) + 1;
  const end = last ? bytes.length : bytes.lastIndexOf(LF) + 1;
  return bytes.subarray(first === 0 ? bytes.length : first, Math.max(first, end));
}
