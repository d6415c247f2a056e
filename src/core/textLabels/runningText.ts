// Whether text is running text: words rather than numbers, a table, code or markup.
// Must not know files.

/** True where most of what stands between blanks are words. */
export function isRunningText(text: string): boolean {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const letters = words.filter((word) => /^\p{P}*\p{L}[\p{L}\p{P}]*$/u.test(word)).length;
  return words.length >= 3 && letters > words.length * 0.6;
}
