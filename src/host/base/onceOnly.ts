// Makes something when it is first asked for, once.
// Must not know what.

/** Later calls get the first one's promise; a failure is tried again. */
export function onceOnly<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}
