// Where in a JSON text a field stands, and where and why a text stops being JSON.
// Must not know what the fields mean. Only asked once something is wrong, so it may be slow.

/** Keys and indices from the root down. */
export type JsonPath = readonly (string | number)[];

/** `line` and `column` count from 1, the column in UTF-16 units. */
export interface TextPosition {
  readonly line: number;
  readonly column: number;
}

/** The first place where a text is not JSON: the innermost field begun there, and what is wrong. */
export interface JsonFault extends TextPosition {
  readonly path: JsonPath;
  readonly message: string;
}

/** `classes[2].weight`; keys that are no plain words in quotes; the root is an empty text. */
export function pathText(path: JsonPath): string {
  return path
    .map((part, at) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(part)) return `[${JSON.stringify(part)}]`;
      return at === 0 ? part : `.${part}`;
    })
    .join('');
}

/** Where a text stops being JSON; `undefined` where it is JSON. */
export function jsonFault(text: string): JsonFault | undefined {
  const scanner = new JsonScanner(text);
  const stop = scanner.run();
  if (stop === undefined) return undefined;
  return { ...positionAt(text, stop.offset), path: stop.path, message: stop.message };
}

/** Where the value at the path begins, or the nearest one around it that exists. */
export function positionOf(text: string, path: JsonPath): TextPosition {
  let best = { depth: -1, offset: 0 };
  const scanner = new JsonScanner(text, (at, offset) => {
    if (at.length <= best.depth || at.length > path.length) return;
    if (at.every((part, i) => part === path[i])) best = { depth: at.length, offset };
  });
  scanner.run();
  return positionAt(text, best.offset);
}

function positionAt(text: string, offset: number): TextPosition {
  const before = text.slice(0, offset);
  return {
    line: before.split('\n').length,
    column: offset - before.lastIndexOf('\n'),
  };
}

interface Stop {
  readonly offset: number;
  readonly path: JsonPath;
  readonly message: string;
}

const blanks = /[ \t\r\n]*/y;
const stringLiteral = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const scalar = /(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)(?![\w.])/y;
const word = /[^\s,:"{}[\]]+/y;
/** Deeper than any config; keeps hostile nesting off the stack. */
const deepest = 200;

/** Reads a text by the grammar of RFC 8259 and says where each value begins. */
class JsonScanner {
  readonly #text: string;
  readonly #visit: (path: JsonPath, offset: number) => void;
  readonly #path: (string | number)[] = [];
  #at = 0;

  constructor(text: string, visit: (path: JsonPath, offset: number) => void = () => undefined) {
    this.#text = text;
    this.#visit = visit;
  }

  run(): Stop | undefined {
    const stop = this.#value();
    if (stop !== undefined) return stop;
    return this.#at < this.#text.length ? this.#stop('is followed by more text') : undefined;
  }

  #value(): Stop | undefined {
    this.#take(blanks);
    if (this.#path.length > deepest) return this.#stop('is nested too deep');
    this.#visit(this.#path, this.#at);
    const opens = this.#text[this.#at];
    const stop = opens === '{' || opens === '[' ? this.#members(opens) : this.#scalar();
    if (stop === undefined) this.#take(blanks);
    return stop;
  }

  #scalar(): Stop | undefined {
    if (this.#take(stringLiteral) !== '' || this.#take(scalar) !== '') return undefined;
    const start = this.#at;
    const found = this.#take(word);
    this.#at = start;
    if (/^[+-]?(nan|inf(inity)?)$/i.test(found)) {
      return this.#stop(`is ${found}, which JSON does not know; give a finite number`);
    }
    if (start >= this.#text.length) return this.#stop('ends before its value');
    const shown = found === '' ? this.#text.slice(start, start + 12) : found.slice(0, 40);
    return this.#stop(`is no JSON value: ${JSON.stringify(shown)}`);
  }

  #members(opens: '{' | '['): Stop | undefined {
    const closes = opens === '{' ? '}' : ']';
    this.#at++;
    this.#take(blanks);
    if (this.#skip(closes)) return undefined;
    for (let index = 0; ; index++) {
      const key = opens === '{' ? this.#key() : index;
      if (typeof key === 'object') return key;
      this.#path.push(key);
      const stop = this.#value();
      if (stop !== undefined) return stop;
      this.#path.pop();
      if (this.#skip(closes)) return undefined;
      if (!this.#skip(',')) return this.#stop(`lacks a “,” or “${closes}” here`);
    }
  }

  #key(): string | Stop {
    this.#take(blanks);
    const quoted = this.#take(stringLiteral);
    if (quoted === '') return this.#stop('lacks a field name in double quotes here');
    this.#take(blanks);
    if (!this.#skip(':')) return this.#stop(`lacks a “:” after ${quoted}`);
    return JSON.parse(quoted) as string;
  }

  #skip(character: string): boolean {
    const there = this.#text[this.#at] === character;
    if (there) this.#at++;
    return there;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  #stop(message: string): Stop {
    return { offset: this.#at, path: [...this.#path], message };
  }
}
