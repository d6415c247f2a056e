// Short names for long content.
// Must not know the content.

import { createHash } from 'node:crypto';

/** Text that says the same for the same parts; short, and not to be guessed. */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length.toString()}:`).update(part);
  return hash.digest('base64url');
}
