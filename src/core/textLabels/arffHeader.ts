// The header of an ARFF file: its attributes, and which of them is the class.
// Must not know rows or files.

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
  /** How sure the choice is. */
  readonly by: 'name' | 'place' | 'options' | 'wish';
}

const classNames =
  /^(?:class|classes|label|labels|target|category|species|diagnosis|binaryclass|class[_ ]?(?:label|name|attribute)|outcome|y)$/i;

/** The class of a file: MEKA's `-C n`, a nominal attribute named so, else the last nominal one; `wish` is a name. */
export function arffClass(header: ArffHeader, wish?: string): ArffClass | undefined {
  const { attributes, relation } = header;
  const wished = attributes.findIndex(({ name }) => name === wish);
  if (wish !== undefined && wished >= 0) {
    return { attributes: [wished], multiLabel: false, by: 'wish' };
  }
  const labels = mekaLabels(relation, attributes.length);
  if (labels.length > 0 && labels.every((at) => isBinary(attributes[at]))) {
    return { attributes: labels, multiLabel: true, by: 'options' };
  }
  const nominal = attributes.flatMap(({ values }, at) => (values === undefined ? [] : [at]));
  const named = nominal.findLast((at) => classNames.test(attributes[at].name));
  const last = named ?? nominal.at(-1);
  if (last === undefined) return undefined;
  return { attributes: [last], multiLabel: false, by: named === undefined ? 'place' : 'name' };
}

/** `-C 6` in a relation's name: the first six attributes are labels; `-C -6`: the last. */
function mekaLabels(relation: string, attributes: number): number[] {
  const count = Number(/(?:^|[\s:])-[cC]\s+(-?\d+)\b/.exec(relation)?.[1] ?? 0);
  if (count === 0 || Math.abs(count) >= attributes) return [];
  const first = count > 0 ? 0 : attributes + count;
  return Array.from({ length: Math.abs(count) }, (_, at) => first + at);
}

function isBinary({ values }: ArffAttribute): boolean {
  return values?.length === 2 && values.includes('0') && values.includes('1');
}
