// PubTator: title and abstract of an article (`227508|t|…`), and a line for each thing that is named in them.
// Must not know other formats.

import { TAB } from '../bytes/ascii';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { eachLine, type LineReader } from '../textLabels/eachLine';
import { classOf, Fields, isBlank, textOf, trimmedRange } from '../textLabels/fields';
import { findTextFiles, sourcesOf, type TextHead, unitsOf } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'pub-tator';
const TYPE = 4;

const article = /^[\w.-]+\|[a-z]+\|/;
const mention = /^[\w.-]+\t\d+\t\d+\t[^\t]*\t[^\t]+(?:\t|$)/;
/** `227508<tab>CID<tab>D008750<tab>D007022`: a relation between things. */
const link = /^[\w.-]+\t[A-Za-z_]+\t/;

export const pubTator: LabelFormat = {
  id,
  title: 'PubTator',
  units: ['span'],
  notes: {
    detects:
      'articles as `227508|t|title` and `227508|a|abstract`, and `227508<tab>0<tab>8<tab>Naloxone<tab>Chemical<tab>D009270` a span',
    splits: 'file names (`CDR_TrainingSet.PubTator.txt`)',
    remarks: 'Relations are not counted; an article is a sample.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles<true>(root, signal, {
      id,
      extensions: (extension) => /^\.(?:txt|pubtator|pubtator3|tsv)$/.test(extension),
      look,
      alias: (path) =>
        path.replace(/DevelopmentSet(?=\.)/i, 'dev').replace(/(Training|Test)Set(?=\.)/i, '$1'),
    });
    for (const group of groups) {
      yield {
        format: id,
        name: group.name,
        unit: 'span',
        confidence: 0.95,
        evidence: ['articles in PubTator’s form, with a line for each thing they name'],
        sources: sourcesOf(group),
        options: {},
      };
    }
  },

  async plan(claim, files) {
    return {
      classes: [],
      order: 'text',
      multiLabel: false,
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, {}),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    await eachLine(unit, input, tally, signal, (file) => new Reader(tally, file, unit.split));
  },
};

function look({ lines }: TextHead): true | undefined {
  const filled = lines.filter((line) => line.trim() !== '');
  const isOwn = (line: string): boolean =>
    article.test(line) || mention.test(line) || link.test(line);
  const isSound = filled.length > 2 && article.test(filled[0]) && filled.every(isOwn);
  return isSound && filled.some((line) => mention.test(line)) ? true : undefined;
}

/** Counts one file. */
class Reader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  readonly #fields = new Fields();
  #article = '';
  /** Line of the open article. */
  #first = 0;
  #labels = new Set<number>();

  constructor(
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
    if (article.test(text)) {
      this.#open(text.slice(0, text.indexOf('|')), line);
    } else if (mention.test(text)) {
      this.#fields.cutAt(TAB, bytes, start, end);
      const { starts, ends } = this.#fields;
      const [from, to] = trimmedRange(bytes, starts[TYPE], ends[TYPE]);
      const label = classOf(this.tally, this.#problems, bytes, from, to, line);
      if (label < 0) return;
      this.#split.add(label);
      this.#labels.add(label);
    } else if (!link.test(text)) {
      this.#problems.add('malformed-annotation', 'warning', { line, column: 1 }, () => {
        return 'The line is none of PubTator’s; it is left out.';
      });
    }
  };

  readonly end = (): void => {
    this.#close();
    this.#problems.end();
  };

  #open(name: string, line: number): void {
    if (this.#first > 0 && name === this.#article) return;
    this.#close();
    this.#article = name;
    this.#first = line;
  }

  #close(): void {
    if (this.#first === 0) return;
    this.#split.samples += 1;
    if (this.#labels.size === 0) this.#split.unlabelled += 1;
    if (this.#labels.size > 1) this.tally.traits.add('multi-label');
    this.#split.recorder?.end(this.file, this.#first);
    this.#labels = new Set();
    this.#first = 0;
  }
}
