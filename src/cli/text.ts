// Text from data files on its way to a terminal: harmless, and as wide as it will look.
// Must not know what the text says.

/** Controls, and the marks that reorder or break lines: a class name must not move the cursor or hide its end. */
const unsafe = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** The text with controls written out (`\x1b`, `\u202e`) and without halves of characters. */
export function plain(text: string): string {
  return text.replace(unsafe, written).replace(lone, '\ufffd');
}

/** JSON with the controls that JSON itself lets through written as escapes; it means the same. */
export function safeJson(value: unknown): string {
  return safe(JSON.stringify(value));
}

/** The same for JSON that is text already, line breaks between its parts left alone. */
export function safe(json: string): string {
  return json.replace(unsafe, (char) => (char === '\n' ? char : `\\u${hex(char, 4)}`));
}

function written(char: string): string {
  const known = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[char];
  if (known !== undefined) return known;
  return char < '\u0100' ? `\\x${hex(char, 2)}` : `\\u${hex(char, 4)}`;
}

function hex(char: string, digits: number): string {
  return char.charCodeAt(0).toString(16).padStart(digits, '0');
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ascii = /^[\u0000-\u007e]*$/;
const invisible = /^[\p{Mn}\p{Me}\p{Cf}]+$/u;
const emoji = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Regional_Indicator}/u;
/** East Asian wide and full-width characters (Unicode Standard Annex 11), in blocks. */
const wide =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{18cff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]/u;

/** Columns that the text takes in a terminal. */
export function widthOf(text: string): number {
  if (ascii.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += widthOfGrapheme(segment);
  return width;
}

function widthOfGrapheme(grapheme: string): number {
  if (invisible.test(grapheme)) return 0;
  return emoji.test(grapheme) || wide.test(grapheme) ? 2 : 1;
}

/** Cut to a width, the cut shown by `…`. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const { segment } of graphemes.segment(text)) {
    used += widthOfGrapheme(segment);
    if (used > width) break;
    kept += segment;
  }
  return `${kept}…`;
}
