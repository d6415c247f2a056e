// How tools write boxes into a text file an image: where in a line the class stands, and which lines are no boxes.
// Must not know files, nor what is done with the classes.

/** What a line says of a box. */
export interface BoxRow {
  readonly label: string;
  readonly ignored?: boolean;
  /** Left, top, right, bottom; only where they are needed to know what the line is. */
  readonly corners?: readonly number[];
}

/** One way to write boxes. */
export interface BoxDialect {
  readonly name: string;
  /** The box of a line without blanks at its ends; undefined where it is none. */
  readonly read: (line: string) => BoxRow | undefined;
  /** True where lines that are no boxes are no fault. */
  readonly hasOthers?: boolean;
  /** What the first line must be, which is no box. `count` is the number of the lines that follow. */
  readonly head?: RegExp | 'count';
  /** Nobody else writes so. */
  readonly isSignature?: boolean;
}

// No pattern below can match one text in two ways: lines are hostile, and may be long.
const number = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;
const areNumbers = (fields: readonly string[]): boolean =>
  fields.every((field) => number.test(field));
const fieldsOf = (line: string): string[] => line.split(/\s+/);
/** Words of which none is a number, as a score would be. */
const isName = (words: readonly string[]): boolean =>
  words.length > 0 && words.every((word) => /[^\d.,+()-]/.test(word) && !number.test(word));

/** In the order in which they are tried: the more particular first. */
export const boxDialects: readonly BoxDialect[] = [
  {
    name: 'bbGt',
    head: /^% bbGt version=\d+$/,
    isSignature: true,
    read: (line) => {
      const fields = fieldsOf(line);
      const [label, ...numbers] = fields;
      if (numbers.length < 10 || numbers.length > 11 || !areNumbers(numbers)) return undefined;
      return { label, ignored: numbers[9] === '1' };
    },
  },
  {
    name: 'PASCAL Annotation 1.00',
    head: /PASCAL Annotation Version 1\.00$/i,
    isSignature: true,
    hasOthers: true,
    read: (line) => {
      const label = /^Original label for object \d+ "([^"]+)" : "[^"]*"$/.exec(line)?.at(1);
      return label === undefined ? undefined : { label };
    },
  },
  {
    name: 'corners in parentheses',
    isSignature: true,
    read: (line) => {
      const parts = line.split(',').map((part) => part.trim());
      const [x1, y1, x2, y2, label] = parts;
      const isPair = (left: string, right: string): boolean =>
        left.startsWith('(') &&
        right.endsWith(')') &&
        areNumbers([left.slice(1).trim(), right.slice(0, -1).trim()]);
      if (parts.length !== 5 || label === '') return undefined;
      return isPair(x1, y1) && isPair(x2, y2) && !/[()]/.test(label) ? { label } : undefined;
    },
  },
  {
    name: 'count and class first',
    head: 'count',
    read: (line) => {
      const [label, ...numbers] = fieldsOf(line);
      if (!/^\d+$/.test(label) || numbers.length !== 4 || !areNumbers(numbers)) return undefined;
      return { label, corners: numbers.map(Number) };
    },
  },
  {
    name: 'count and class last',
    head: 'count',
    read: (line) => {
      const fields = fieldsOf(line);
      const [numbers, words] = [fields.slice(0, 4), fields.slice(4)];
      if (!areNumbers(numbers) || !isName(words) || /^["']/.test(words[0])) return undefined;
      return { label: words.join(' '), corners: numbers.map(Number) };
    },
  },
  {
    name: 'class behind the image’s name',
    read: (line) => {
      const [image, label, ...numbers] = line.split('\t').map((part) => part.trim());
      if (numbers.length !== 4 || !areNumbers(numbers) || !/\d/.test(image)) return undefined;
      return isName(fieldsOf(label)) ? { label, corners: numbers.map(Number) } : undefined;
    },
  },
  {
    name: 'class first',
    read: (line) => {
      const fields = fieldsOf(line);
      const end = fields.at(-1) === 'difficult' ? fields.length - 1 : fields.length;
      const [words, numbers] = [
        fields.slice(0, Math.max(0, end - 4)),
        fields.slice(-4 - (fields.length - end), end),
      ];
      if (numbers.length !== 4 || !areNumbers(numbers) || !isName(words)) return undefined;
      return { label: words.join(' '), corners: numbers.map(Number) };
    },
  },
];

/** A line of more characters is no box. */
const longestLine = 1000;

/** The box of a line without blanks at its ends; undefined where it is none. */
export function boxRow(dialect: BoxDialect, line: string): BoxRow | undefined {
  return line.length > longestLine ? undefined : dialect.read(line);
}

/** The dialect of all lines of a file, and its boxes; undefined where it is something else. */
export function boxesIn(
  lines: readonly string[],
): { readonly dialect: BoxDialect; readonly rows: readonly BoxRow[] } | undefined {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  for (const dialect of boxDialects) {
    const body = bodyOf(dialect, filled);
    if (body === undefined) continue;
    const rows: BoxRow[] = [];
    for (const line of body) {
      const row = boxRow(dialect, line);
      if (row !== undefined) rows.push(row);
      else if (dialect.hasOthers !== true) break;
    }
    const isWhole = dialect.hasOthers === true || rows.length === body.length;
    if (isWhole && (rows.length > 0 || dialect.head !== undefined)) return { dialect, rows };
  }
  return undefined;
}

/** The lines that may be boxes; undefined where the first says that they are not. */
function bodyOf({ head }: BoxDialect, lines: readonly string[]): readonly string[] | undefined {
  if (head === undefined) return lines;
  const [first = '', ...rest] = lines;
  if (head !== 'count') return head.test(first) ? rest : undefined;
  return /^\d{1,6}$/.test(first) && Number(first) === rest.length ? rest : undefined;
}
