// What a cell says as a label: nothing, a name, or a number. One rule for every table.
// Must not know columns or files.
//
// The rule: labels are literal text with the blanks around them cut. An empty cell is no label. Words such as `NA` or
// `None` are names and are reported, except in a column of integers, where they can only mean that a number is missing.
// There, `1.0` is the same class as `1`. A lone `-` among words is no label.

const nullWords: ReadonlySet<string> = new Set(
  'na n/a nan null none nil <na> #n/a #na -nan missing undefined ? - --'.split(' '),
);

/** True for text that programs write for a missing value: `NA`, `NaN`, `None`, `null`, `-` … */
export function isNullWord(text: string): boolean {
  return text.length <= 9 && nullWords.has(text.toLowerCase());
}

const integer = /^[+-]?\d+$/;
const integerAsFloat = /^([+-]?\d+)\.0*$/;
const scientific = /^[+-]?\d+(?:\.\d*)?e[+-]?\d{1,2}$/i;
const number = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d+)?$/i;

export function isIntegerText(text: string): boolean {
  return integer.test(text);
}

/** True for `3.0`, `3.` and `3.000e+00`: an integer that went through a float column. */
export function isIntegerAsFloat(text: string): boolean {
  return integerOf(text) !== undefined;
}

/** The integer that a float of integer value is; undefined for others. */
function integerOf(text: string): string | undefined {
  const plain = integerAsFloat.exec(text)?.[1];
  if (plain !== undefined || !scientific.test(text)) return plain;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value.toString() : undefined;
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
  /** A lone `-` says that there is no label, as in SNLI where the annotators did not agree. */
  readonly dashIsNone?: boolean;
  /** -1 says that there is no label, as in Hugging Face's splits without labels; -100 a token that is not counted. */
  readonly minusIsNone?: boolean;
  /** A lone `?` says that there is no label, as in Orange's tables. */
  readonly questionIsNone?: boolean;
}

/** True for a sign that stands for no label by the rule. */
export function isNoLabel(text: string, rule: LabelTextRule): boolean {
  return (
    (rule.dashIsNone === true && text === '-') || (rule.questionIsNone === true && text === '?')
  );
}

/** See `LabelTextRule.minusIsNone`. */
export function isMinus(label: string): boolean {
  return label === '-1' || label === '-100';
}

function integerLabel(text: string): string | undefined {
  return isNullWord(text) ? undefined : (integerOf(text) ?? text);
}

/** The label a cell means; undefined where it has none. */
export function labelOf(cell: string, rule: LabelTextRule): string | undefined {
  const text = trimmed(cell);
  if (text === '') return undefined;
  if (isNoLabel(text, rule)) return undefined;
  const label = rule.integers ? integerLabel(text) : text;
  return rule.minusIsNone === true && label !== undefined && isMinus(label) ? undefined : label;
}
