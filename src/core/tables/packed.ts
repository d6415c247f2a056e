// Typed notes as the plain JSON of a claim or a work unit.
// Must not know what the notes say: whoever packs them also reads them back.

import type { JsonObject } from '../claims';

/** Notes must be plain JSON: no undefined, no class instances. */
export function pack(notes: object): JsonObject {
  // An interface has no index signature, so the compiler cannot see that it is plain JSON.
  return notes as unknown as JsonObject;
}
