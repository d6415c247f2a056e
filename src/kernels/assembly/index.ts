// The kernels' module: what its loader may call.
// Must not hold anything of its own.

export {
  ARENA,
  CAPACITY,
  COUNTS,
  GROWN,
  GROWN_END,
  IMAGE_HELD,
  IMAGE_HELD_SIZE,
  IMAGE_IDS,
  IMAGE_IDS_SIZE,
  IMAGE_WORDS,
  IMAGE_WORDS_SIZE,
  INPUT,
  KEY_HEAD,
  KEY_SIZE,
  KEYS,
  LEFT,
  MAX_CELLS,
  PAIR_COUNTS,
  PAIR_IDS,
  PAIR_IMAGES,
  QUICK_IDS,
  ROWS,
} from './memory';
export { at, cellEnd, cellStart, line, records, resetState, splitEnd, splitStart } from './state';
export { clearTable, findCell, findSplit, learnCell, learnSplit } from './table';
export { scanDelimited, setDelimited } from './delimited';
export { scanLines } from './lines';
export { rows, scanObjects, setKeys } from './json';
export { clearFlags, crowds, ignored, left, setCounting, several, sizeImages } from './jsonCounts';
export { lineStart, passed } from './jsonPlace';
