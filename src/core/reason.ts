// Why a file could not be read, in words for people.
// Must not know who read it.

/** What the engine itself says of lengths and places in memory, which tells nothing of a file. */
const ofMemory = /DataView|typed array|array ?buffer|array length|BigInt|out of bounds/i;

/**
 * What an error says, without its full stop. Where bytes that make no sense led a library astray (“Cannot read properties
 * of undefined”), what it says is about its own code, and only that is told: the parts do not fit together.
 */
export function reasonOf(error: unknown): string {
  const isAstray = !(error instanceof Error) || error instanceof TypeError;
  if (isAstray || (error instanceof RangeError && ofMemory.test(error.message))) {
    return 'its parts do not fit together';
  }
  return error.message.replace(/\.$/, '');
}
