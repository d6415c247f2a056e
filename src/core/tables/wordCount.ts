// How many words a text has, also in scripts that put no blanks between them.
// Must not know columns.

const unspaced = /[\u3040-\u30ff\u3400-\u9fff]/g;
/** Characters of a word, on average, in Chinese and Japanese. */
const charactersEach = 2;

/** Words by blanks; of Chinese and Japanese text a word for each two characters. */
export function wordCount(text: string): number {
  const words = text.split(/\s+/);
  if (text.search(unspaced) < 0) return words.length;
  return words.reduce((sum, word) => {
    const characters = word.match(unspaced)?.length ?? 0;
    return sum + Math.max(1, Math.ceil(characters / charactersEach));
  }, 0);
}
