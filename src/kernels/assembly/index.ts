// The kernels' module: what its loader may call.
// Must not hold anything of its own.

export {
  ARENA,
  CAPACITY,
  COUNTS,
  DICTIONARY,
  END,
  ENTRY_CELLS,
  ENTRY_ENDS,
  ENTRY_STARTS,
  FIRST_ROWS,
  GROWN,
  GROWN_END,
  IMAGE_IDS,
  IMAGE_IDS_SIZE,
  IMAGE_WORDS,
  IMAGE_WORDS_SIZE,
  INDEX_COUNTS,
  INPUT,
  KEY_HEAD,
  KEY_SIZE,
  KEYS,
  LEFT,
  MAX_CELLS,
  MOST_ENTRIES,
  MOST_ROW_CLASSES,
  PACKED,
  PAGE_SIZE,
  PAGE,
  PAIR_COUNTS,
  PAIR_IDS,
  PAIR_IMAGES,
  PIXEL_PAIRS,
  QUICK_IDS,
  ROW_IMAGES,
  ROW_OBJECTS,
  ROWS,
  WIDEST_INDEX,
} from './memory';
export { at, cellEnd, cellStart, line, records, resetState, splitEnd, splitStart } from './state';
export { clearTable, findCell, findSplit, learnCell, learnSplit } from './table';
export { scanDelimited, setDelimited } from './delimited';
export { scanLines } from './lines';
export { rows, scanObjects, setKeys } from './json';
export {
  clearFlags,
  crowds,
  ignored,
  left,
  setCounting,
  several,
  setRun,
  sizeImages,
} from './jsonCounts';
export { lineStart, passed } from './jsonPlace';
export { countHybrid, firstRows } from './hybrid';
export { unpackSnappy } from './snappy';
export { readEntries } from './dictionary';
export { countRowFile, learnRowClass, startRows } from './numberRows';
export { countRows, endPixels, startPixels } from './pixels';
