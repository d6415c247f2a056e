// Tells a lack of memory from other failures, by what the backends say.
// Must not know what was being computed.

const signs =
  /\bOOM\b|RESOURCE_EXHAUSTED|out of memory|failed to allocate|allocation failed|bad_alloc|Cannot allocate memory|exceeds the max .*buffer size/i;

export const isOutOfMemory = (error: unknown): boolean =>
  error instanceof Error && signs.test(error.message);
