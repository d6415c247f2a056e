// What a cell says as a label: nothing, a name, or a number. One rule for every table.
// Must not know columns or files.
//
// The rule: labels are literal text with the blanks around them cut. An empty cell is no label. Words such as `NA` or
// `None` are names and are reported, except in a column of integers, where they can only mean that a number is missing.
// There, `1.0` is the same class as `1`.

const nullWords: ReadonlySet<string> = new Set(
  'na n/a nan null none nil <na> #n/a #na -nan missing undefined - --'.split(' '),
);

/** True for text that programs write for a missing value: `NA`, `NaN`, `None`, `null`, `-` … */
export function isNullWord(text: string): boolean {
  return text.length <= 9 && nullWords.has(text.toLowerCase());
}

const integer = /^[+-]?\d+$/;
const integerAsFloat = /^([+-]?\d+)\.0*$/;
const number = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i;

export function isIntegerText(text: string): boolean {
  return integer.test(text);
}

/** True for `3.0` and `3.`: an integer that went through a float column. */
export function isIntegerAsFloat(text: string): boolean {
  return integerAsFloat.test(text);
}

/** True for anything a program would read as a number, decimal comma included. */
export function isNumberText(text: string): boolean {
  return number.test(text) || /^[+-]?(?:inf|infinity)$/i.test(text);
}

/** Cuts blanks, no-break blanks and line ends around a cell. */
export function trimmed(text: string): string {
  return text.trim();
}

/** How the labels of one column are to be read; fixed before counting, so that every part of a file agrees. */
export interface LabelTextRule {
  /** The column holds integers: floats of integer value merge with them, null words are missing numbers. */
  readonly integers: boolean;
}

/** The label a cell means; undefined where it has none. */
export function labelOf(cell: string, rule: LabelTextRule): string | undefined {
  const text = trimmed(cell);
  if (text === '') return undefined;
  if (!rule.integers) return text;
  if (isNullWord(text)) return undefined;
  return integerAsFloat.exec(text)?.[1] ?? text;
}
