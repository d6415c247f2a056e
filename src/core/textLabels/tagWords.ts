// What a tag of a token looks like: `O`, `B-PER`, `I-PER`, and bare `B`, `I`, `O`.
// Must not know where tags stand.

/** Some tools write `_` for O. */
const typedTag = /^(?:[O_]|[BIESLUM]-\S.*)$/;
const bareTag = /^[BIOESLU]$/;

/** True for `O`, `B-PER`, `S-LOC`. */
export function isTypedTag(text: string): boolean {
  return typedTag.test(text);
}

/** True for `B`, `I`, `O` without a type. */
export function isBareTag(text: string): boolean {
  return bareTag.test(text);
}
