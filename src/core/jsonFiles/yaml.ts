// YAML as the JSON that it stands for, each value on the line that it has in the YAML, so that the readers of JSON read it.
// Must not know files nor layouts.

import type * as Yaml from 'yaml';

/**
 * The JSON of a text, a list where it holds several documents; undefined where it is no YAML. Numbers whose digits would change (`0012`) stay the text they are written as;
 * anchors are not followed, so that no text grows.
 */
export async function yamlAsJson(text: string): Promise<string | undefined> {
  // It takes as long to load as all formats together, and most folders hold no YAML.
  const yaml = await import('yaml');
  const lines = new yaml.LineCounter();
  try {
    const parsed = yaml.parseAllDocuments(text.replace(/^\uFEFF/, ''), {
      lineCounter: lines,
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent',
    });
    const documents = Array.isArray(parsed) ? parsed : [];
    const roots = documents.flatMap(({ contents }) => contents ?? []);
    const isBroken = documents.some(({ errors }) => errors.length > 0);
    if (isBroken || roots.length === 0) return undefined;
    return new JsonWriter(yaml, (at) => lines.linePos(at).line).text(roots);
  } catch {
    // Text that the library gives up on is no YAML for us either.
    return undefined;
  }
}

/** The part of a text that was cut short which is whole: up to its last line that begins at the margin. */
export function wholeItems(text: string): string {
  const margin = /\n(?=[^\s#])/g;
  let end = 0;
  for (let match = margin.exec(text); match !== null; match = margin.exec(text)) end = match.index;
  return text.slice(0, end);
}

class JsonWriter {
  readonly #parts: string[] = [];
  #line = 1;

  constructor(
    private readonly yaml: typeof Yaml,
    private readonly lineAt: (offset: number) => number,
  ) {}

  text(roots: readonly Yaml.Node[]): string {
    if (roots.length === 1) this.#write(roots[0]);
    else this.#between('[]', roots, this.#item);
    return this.#parts.join('');
  }

  #write(node: unknown): void {
    const { isMap, isScalar, isSeq } = this.yaml;
    if (isMap(node)) this.#between('{}', node.items, this.#pair, node);
    else if (isSeq(node)) this.#between('[]', node.items, this.#item, node);
    else this.#parts.push(isScalar(node) ? scalarText(node) : 'null');
  }

  #between<T>(
    brackets: string,
    items: readonly T[],
    write: (item: T) => void,
    node?: Yaml.Node,
  ): void {
    if (node !== undefined) this.#moveTo(node);
    this.#parts.push(brackets[0]);
    for (const [at, item] of items.entries()) {
      if (at > 0) this.#parts.push(',');
      write(item);
    }
    this.#parts.push(brackets[1]);
  }

  readonly #item = (item: unknown): void => {
    if (this.yaml.isNode(item)) this.#moveTo(item);
    this.#write(item);
  };

  readonly #pair = ({ key, value }: Yaml.Pair): void => {
    const { isNode, isScalar } = this.yaml;
    if (isNode(key)) this.#moveTo(key);
    this.#parts.push(JSON.stringify(isScalar(key) ? sourceOf(key) : ''), ':');
    this.#write(value);
  };

  /** Ends lines until the one that the node begins in. */
  #moveTo({ range }: Yaml.Node): void {
    const line = range ? this.lineAt(range[0]) : this.#line;
    if (line <= this.#line) return;
    this.#parts.push('\n'.repeat(line - this.#line));
    this.#line = line;
  }
}

function scalarText(node: Yaml.Scalar): string {
  const { value } = node;
  const isKept = value === null || typeof value === 'boolean';
  const isNumber = Number.isFinite(value) && `${value as number}` === sourceOf(node);
  return JSON.stringify(isKept || isNumber ? value : sourceOf(node));
}

function sourceOf({ source, value }: Yaml.Scalar): string {
  return source ?? (typeof value === 'string' ? value : '');
}
