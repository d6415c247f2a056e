// Tags of tokens: what they look like (`O`, `B-PER`; bare `B`, `I`, `O`), and which spans they make up.
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

/** True where tags are `O`, `B-PER` and the like, and some begin a span. */
export function areTypedTags(tags: readonly string[]): boolean {
  return tags.every(isTypedTag) && tags.some((tag) => tag.length > 1);
}

/** Follows the tags of one text. As conlleval does: a change of type begins a span, too, so that IOB1, IOB2 and BIOES are read alike. */
export class SpanWalker {
  /** The type of the span that the last tag belongs to; '' outside. */
  #open = '';

  begin(): void {
    this.#open = '';
  }

  /** The type of the span that begins with this tag; undefined where none does. */
  next(tag: string): string | undefined {
    const type = tag.length > 2 ? tag.slice(2) : '';
    const begins = type !== '' && (type !== this.#open || /^[BSU]/.test(tag));
    this.#open = /^[ELSU]/.test(tag) ? '' : type;
    return begins ? type : undefined;
  }
}

/** The type of each span of a text. */
export function spanTypes(tags: readonly string[]): string[] {
  const walker = new SpanWalker();
  return tags.flatMap((tag) => walker.next(tag) ?? []);
}
