// A dictionary of texts, each behind its length: where they lie, and which of them are learned cells.
// Must not know what a text means. Looking a text up may load eight bytes past its end, which is never past the padding.

import { ENTRY_CELLS, ENTRY_ENDS, ENTRY_STARTS, MOST_ENTRIES } from './memory';
import { findCell } from './table';

/** False where the texts end too early or are too many. Bytes behind the last one are left alone. */
export function readEntries(from: u32, to: u32, entries: u32): bool {
  if (entries > MOST_ENTRIES) return false;
  let at = from;
  for (let entry: u32 = 0; entry < entries; entry++) {
    if (to - at < 4) return false;
    const length = load<u32>(at);
    at += 4;
    if (length > to - at) return false;
    store<u32>(ENTRY_STARTS + entry * 4, at);
    store<u32>(ENTRY_CELLS + entry * 4, findCell(at, at + length));
    at += length;
    store<u32>(ENTRY_ENDS + entry * 4, at);
  }
  return true;
}
