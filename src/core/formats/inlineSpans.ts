// Spans marked within their sentence: OpenNLP's `<START:person> Ada <END> wrote …`, and MUC's `<ENAMEX TYPE="PERSON">Ada</ENAMEX>`.
// Must not know other formats.

import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { eachLine, type LineReader } from '../textLabels/eachLine';
import { isBlank, textOf } from '../textLabels/fields';
import { findTextFiles, sourcesOf, type TextHead } from '../textLabels/textFiles';
import { undeclaredPlan } from '../textLabels/undeclaredPlan';
import type { LabelFormat } from './format';

const id = 'inline-spans';

type Kind = 'opennlp' | 'muc';

/** How the spans of a kind begin and end; the first group of `begins` is their type. */
const marks: Readonly<Record<Kind, { begins: RegExp; ends: RegExp }>> = {
  opennlp: { begins: /<START(?::([^\s<>]+))?>(?=\s)/g, ends: /(?<=\s)<END>/g },
  muc: {
    begins: /<(?:ENAMEX|TIMEX|NUMEX) TYPE="([^"<>]+)"/gi,
    ends: /<\/(?:ENAMEX|TIMEX|NUMEX)>/gi,
  },
};
/** What OpenNLP calls spans of which no type is told. */
const untyped = 'default';
/** Fewest spans that are no example in a manual. */
const fewestSpans = 3;

export const inlineSpans: LabelFormat = {
  id,
  title: 'Spans marked in their sentence',
  units: ['span'],
  notes: {
    detects:
      'a sentence a line with `<START:person> Ada <END>` (OpenNLP’s name finder) or `<ENAMEX TYPE="PERSON">Ada</ENAMEX>` (MUC)',
    splits: 'file and folder names (`en-ner.train`)',
    remarks: 'Spans of OpenNLP without a type are of the class `default`, as OpenNLP calls them.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles<Kind>(root, signal, {
      id,
      extensions: (extension) =>
        /^\.(?:txt|train|test|dev|eval|ner|opennlp|sgml?|data)$/.test(extension),
      look,
      signature: (kind) => kind,
    });
    for (const group of groups) {
      const kind = group.members[0].value.found;
      yield {
        format: id,
        name: group.name,
        unit: 'span',
        confidence: 0.9,
        evidence: [
          kind === 'opennlp' ? 'spans between <START:…> and <END>' : 'spans in <ENAMEX TYPE="…">',
        ],
        sources: sourcesOf(group),
        options: { kind },
      };
    }
  },

  plan: (claim, files) => undeclaredPlan(claim, files, 'text'),

  async count(unit, input, tally, signal) {
    const kind = unit.options.kind as Kind;
    await eachLine(unit, input, tally, signal, (file) => {
      return new SpanReader(kind, tally, file, unit.split);
    });
  },
};

function look({ lines }: TextHead): Kind | undefined {
  for (const kind of ['opennlp', 'muc'] as const) {
    const { begins, ends } = marks[kind];
    const found = lines.map((line) => [count(line, begins), count(line, ends)]);
    const spans = found.reduce((sum, [some]) => sum + some, 0);
    const marked = found.filter(([some]) => some > 0).length;
    const closed = found.filter(([some, others]) => some === others).length;
    const filled = lines.filter((line) => line.trim() !== '').length;
    if (spans >= fewestSpans && marked * 10 >= filled && closed * 10 >= lines.length * 9)
      return kind;
  }
  return undefined;
}

function count(line: string, pattern: RegExp): number {
  return line.match(pattern)?.length ?? 0;
}

/** Counts one file. */
class SpanReader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;

  constructor(
    private readonly kind: Kind,
    private readonly tally: Tally,
    private readonly file: string,
    split: string,
  ) {
    this.#problems = new RowProblems(tally, file);
    this.#split = tally.split(split);
  }

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (isBlank(bytes, start, end)) return;
    const text = textOf(bytes, start, end);
    const { begins, ends } = marks[this.kind];
    const types = [...text.matchAll(begins)].map(
      ([, type]) => (type as string | undefined) ?? untyped,
    );
    // A document of MUC holds lines of other marks.
    if (types.length === 0 && /^\s*<[^<>]*>\s*$/.test(text)) return;
    for (const type of types) this.#split.add(this.tally.labels.indexOfText(type));
    this.#split.samples += 1;
    if (types.length === 0) this.#split.unlabelled += 1;
    if (types.length > 1) this.tally.traits.add('multi-label');
    this.#split.recorder?.end(this.file, line);
    if (types.length === count(text, ends)) return;
    this.#problems.add('unclosed-span', 'warning', { line, column: 1 }, () => {
      return 'Not as many spans end on the line as begin; those that begin are counted.';
    });
  };

  readonly end = (): void => {
    this.#problems.end();
  };
}
