// The kernels' module: what its loader may call.
// Must not hold anything of its own.

export { ARENA, CAPACITY, COUNTS, INPUT, MAX_SPLITS } from './memory';
export { at, cellEnd, cellStart, line, records, resetState, splitEnd, splitStart } from './state';
export { clearTable, findCell, findSplit, learnCell, learnSplit } from './table';
export { scanDelimited, setDelimited } from './delimited';
export { scanLines } from './lines';
export {
  KEY_HEAD,
  KEY_SIZE,
  KEYS,
  lineStart,
  passed,
  ROWS,
  rows,
  scanObjects,
  setKeys,
} from './json';
