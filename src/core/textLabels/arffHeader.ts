// The header of an ARFF file: its attributes, and which of them is the class.
// Must not know rows or files.

import { readLabelName } from '../tables/columnNames';
import { compareText } from '../order';

/** One `@attribute`. */
export interface ArffAttribute {
  readonly name: string;
  /** The declared values in order; undefined for an attribute that is not nominal. */
  readonly values: readonly string[] | undefined;
}

/** Takes header lines until `@data`. */
export class ArffHeader {
  readonly attributes: ArffAttribute[] = [];
  relation = '';
  /** True once `@data` was met: what follows are rows. */
  complete = false;
  /** Attributes inside a relational one are none of the file's own. */
  #inside = 0;

  /** False where the line belongs to no ARFF header. */
  line(text: string): boolean {
    const line = text.trim();
    if (line === '' || line.startsWith('%')) return true;
    const keyword = /^@(\w+)\s*/.exec(line);
    const rest = line.slice(keyword?.[0].length ?? 0);
    switch (keyword?.[1].toLowerCase() ?? '') {
      case 'relation':
        this.relation = wordsOf(rest).at(0) ?? '';
        return true;
      case 'attribute':
        return this.#attribute(rest);
      case 'end':
        this.#inside = Math.max(0, this.#inside - 1);
        return true;
      case 'input':
      case 'inputs':
      case 'output':
      case 'outputs':
        // KEEL’s.
        return true;
      case 'data':
        this.complete = true;
        return true;
      default:
        return false;
    }
  }

  #attribute(text: string): boolean {
    const { word: name, end } = wordAt(text, 0);
    const type = text.slice(end).trim();
    if (type === '') return false;
    const relational = /^relational\b/i.test(type);
    if (this.#inside === 0) {
      const values = type.startsWith('{') ? nominalValues(type) : undefined;
      this.attributes.push({ name, values });
    }
    if (relational) this.#inside += 1;
    return true;
  }
}

function nominalValues(text: string): string[] {
  const close = text.lastIndexOf('}');
  return wordsOf(text.slice(1, close < 0 ? text.length : close), ',');
}

/** Words, quoted or not; with a separator blanks inside an unquoted word stay. */
function wordsOf(text: string, separator?: string): string[] {
  const words: string[] = [];
  for (let at = 0; at < text.length;) {
    const { word, end, quoted } = wordAt(text, at, separator);
    if (word !== '' || quoted) words.push(word);
    at = end + 1;
  }
  return words;
}

/** The word at a place: up to a blank (or the separator), or what stands in quotes, `\` taken off. */
function wordAt(
  text: string,
  from: number,
  separator?: string,
): { word: string; end: number; quoted: boolean } {
  let at = from;
  while (at < text.length && /\s/.test(text[at])) at++;
  const quote = text[at];
  if (quote === '"' || quote === "'") {
    let word = '';
    for (at += 1; at < text.length && text[at] !== quote; at++) {
      if (text[at] === '\\' && at + 1 < text.length) at++;
      word += text[at];
    }
    at += 1;
    if (separator !== undefined) while (at < text.length && text[at] !== separator) at++;
    return { word, end: at, quoted: true };
  }
  let end = at;
  const stops = (one: string): boolean =>
    separator === undefined ? /[\s{]/.test(one) : one === separator;
  while (end < text.length && !stops(text[end])) end++;
  return { word: text.slice(at, end).trim(), end, quoted: false };
}

/** What is counted. */
export interface ArffClass {
  /** Indexes of the class attribute, or of the label attributes of a multi-label file. */
  readonly attributes: readonly number[];
  readonly multiLabel: boolean;
  /** How sure the choice is: `measure` where the class seems to be a number that is no class. */
  readonly by: 'name' | 'place' | 'options' | 'block' | 'wish' | 'measure';
}

/** The name of an attribute, or the names of all label attributes. */
export type ArffWish = string | readonly string[];

/**
 * The class of a file: MEKA's `-C n`; a nominal attribute whose name promises it; the two-valued attributes that end a
 * file of numbers, as MULAN has its labels; else the last nominal one.
 */
export function arffClass(header: ArffHeader, wish?: ArffWish): ArffClass | undefined {
  const { attributes, relation } = header;
  const wished = attributes.flatMap(({ name }, at) => {
    return (typeof wish === 'string' ? name === wish : wish?.includes(name) === true) ? [at] : [];
  });
  if (wished.length > 0) {
    const multiLabel = typeof wish !== 'string';
    return { attributes: multiLabel ? wished : wished.slice(0, 1), multiLabel, by: 'wish' };
  }
  const labels = mekaLabels(relation, attributes.length);
  if (labels.length > 0 && labels.every((at) => isBinary(attributes[at]))) {
    return { attributes: labels, multiLabel: true, by: 'options' };
  }
  const nominal = attributes.flatMap(({ values }, at) => (values === undefined ? [] : [at]));
  const one = (at: number, by: ArffClass['by']): ArffClass => {
    return { attributes: [at], multiLabel: false, by };
  };
  const named = promised(attributes, nominal) ?? nominal.find((at) => isFate(attributes[at]));
  if (named !== undefined) return one(named, 'name');
  const block = labelBlock(attributes, nominal);
  if (block.length > 0) return { attributes: block, multiLabel: true, by: 'block' };
  const last = nominal.at(-1);
  return last === undefined
    ? undefined
    : one(last, numericClass(header) === undefined ? 'place' : 'measure');
}

/** The last of the nominal attributes whose names promise a class the most: undefined where none does, or only perhaps and the last of all may be the class. */
function promised(
  attributes: readonly ArffAttribute[],
  nominal: readonly number[],
): number | undefined {
  const promises = nominal.map((at): number => readLabelName(attributes[at].name).promise);
  const most = Math.max(0, ...promises);
  const least = nominal.at(-1) === attributes.length - 1 ? 2 : 1;
  return most < least ? undefined : nominal[promises.lastIndexOf(most)];
}

/** `dead` and `censored`: what became of a patient, wherever it stands. */
function isFate({ values }: ArffAttribute): boolean {
  const fate = /^(?:dead|died|deceased|death|alive|lives?|lived|survived|survivor|censored)$/i;
  return values?.length === 2 && values.every((value) => fate.test(value));
}

const leastLabels = 3;

/** The two-valued attributes behind all others, where those are no such ones. */
function labelBlock(attributes: readonly ArffAttribute[], nominal: readonly number[]): number[] {
  const first = attributes.findLastIndex((one) => !isBinary(one)) + 1;
  const block = nominal.filter((at) => at >= first);
  const isAlone = first > 0 && nominal.every((at) => at >= first || !isBinary(attributes[at]));
  return block.length >= leastLabels && isAlone ? block : [];
}

/** The name of a last attribute that is called a class, and holds numbers. */
export function numericClass({ attributes }: ArffHeader): string | undefined {
  const last = attributes.at(-1);
  const isClass = last?.values === undefined && readLabelName(last?.name ?? '').promise === 3;
  return isClass ? last?.name : undefined;
}

/** `-C 6` in a relation's name: the first six attributes are labels; `-C -6`: the last. */
function mekaLabels(relation: string, attributes: number): number[] {
  const count = Number(/(?:^|[\s:])-[cC]\s+(-?\d+)\b/.exec(relation)?.[1] ?? 0);
  if (count === 0 || Math.abs(count) >= attributes) return [];
  const first = count > 0 ? 0 : attributes + count;
  return Array.from({ length: Math.abs(count) }, (_, at) => first + at);
}

/** False and true as attributes of labels have them. */
const binary = ['0 1', 'false true'];

function isBinary({ values }: ArffAttribute): boolean {
  const both = values?.map((value) => value.toLowerCase()).toSorted(compareText);
  return both !== undefined && binary.includes(both.join(' '));
}

/** Whether a value of a label attribute says that the row has not got the label. */
export function isWithout(value: string): boolean {
  return Number(value) === 0 || value.toLowerCase() === 'false';
}
