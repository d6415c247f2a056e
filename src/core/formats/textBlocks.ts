// Texts of several lines a sample, one of them the label: SemEval-2010 task 8 (sentence, relation, comment), and sentences with
// `$T$` for what they are about, its words and its polarity on lines of their own.
// Must not know other formats.

import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { eachLine, type LineReader } from '../textLabels/eachLine';
import { classOf, isBlank, textOf, trimmedRange } from '../textLabels/fields';
import { findTextFiles, sourcesOf, type TextHead } from '../textLabels/textFiles';
import { undeclaredPlan } from '../textLabels/undeclaredPlan';
import type { LabelFormat } from './format';

const id = 'text-blocks';

/** `relation`: the line behind a marked sentence; `target`: the third of three lines. */
type Kind = 'relation' | 'target';

const marks = ['<e1>', '</e1>', '<e2>', '</e2>'];
const relation = /^[A-Z][\w-]*(?:\(e[12],\s?e[12]\))?$/;
const polarity = /^(?:[+-]?[0-4]|positive|negative|neutral|conflict)$/i;
const fewestBlocks = 3;

export const textBlocks: LabelFormat = {
  id,
  title: 'Sentence and label on lines of their own',
  units: ['document'],
  notes: {
    detects:
      'SemEval-2010 task 8 (`1 "The <e1>child</e1> …"` and the relation below); sentences with `$T$`, what it stands for, and its polarity',
    splits: 'file names (`TRAIN_FILE.TXT`, `Restaurants_Test_Gold.xml.seg`)',
    remarks: 'Relations keep their direction (`Cause-Effect(e1,e2)`).',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles<Kind>(root, signal, {
      id,
      extensions: (extension) => /^\.(?:txt|seg|raw|data|train|test)$/.test(extension),
      look,
      signature: (kind) => kind,
      alias: (path) =>
        path
          .replace(/SemEval2010_task8_(?:training|testing_keys)\//, '')
          .replace(/(TEST_FILE)_FULL(?=\.txt$)/i, '$1')
          .replace(/_Gold(?=\.xml\.seg$)/, ''),
    });
    for (const group of groups) {
      const kind = group.members[0].value.found;
      yield {
        format: id,
        name: group.name,
        unit: 'document',
        confidence: 0.9,
        evidence: [
          kind === 'relation'
            ? 'sentences with marked ends, each with its relation below'
            : 'sentences with $T$, each with its target and polarity below',
        ],
        sources: sourcesOf(group),
        options: { kind },
      };
    }
  },

  plan: (claim, files) => undeclaredPlan(claim, files, 'label'),

  async count(unit, input, tally, signal) {
    const kind = unit.options.kind as Kind;
    await eachLine(unit, input, tally, signal, (file) => {
      return new BlockReader(kind, tally, file, unit.split);
    });
  },
};

function look({ lines }: TextHead): Kind | undefined {
  const filled = lines.filter((line) => line.trim() !== '');
  const sentences = filled.flatMap((line, at) => (isMarked(line) ? [at] : []));
  if (sentences.length >= fewestBlocks && sentences[0] === 0) {
    // The head may end behind a sentence.
    const below = sentences.flatMap((at) => filled.at(at + 1) ?? []);
    return below.every((line) => relation.test(line.trim())) ? 'relation' : undefined;
  }
  const blocks = Math.floor(filled.length / 3);
  const areTargets = Array.from({ length: blocks }, (_, at) => at * 3).every(
    (at) => filled[at].includes('$T$') && polarity.test(filled[at + 2].trim()),
  );
  return blocks >= fewestBlocks && areTargets ? 'target' : undefined;
}

/** A numbered sentence with both of its ends marked; told by looking for each mark once, however long the line is. */
function isMarked(text: string): boolean {
  let from = 0;
  for (const mark of marks) {
    const place = text.indexOf(mark, from);
    if (place < 0) return false;
    from = place + mark.length;
  }
  return /^\d+\s/.test(text);
}

/** Counts one file. */
class BlockReader implements LineReader {
  readonly #problems: RowProblems;
  readonly #split: SplitTally;
  /** Line of the open sample; 0 where none is. */
  #first = 0;
  /** Lines of the open sample that were read. */
  #read = 0;

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
    if (this.#begins(textOf(bytes, start, end))) {
      if (this.#first > 0) this.#unlabelled();
      this.#first = line;
      this.#read = 0;
      return;
    }
    this.#read += 1;
    if (this.#first > 0 && this.#read === (this.kind === 'relation' ? 1 : 2))
      this.#label(bytes, start, end, line);
  };

  readonly end = (): void => {
    if (this.#first > 0) this.#unlabelled();
    this.#problems.end();
  };

  #begins(text: string): boolean {
    return this.kind === 'relation' ? isMarked(text) : text.includes('$T$');
  }

  #label(bytes: Uint8Array, start: number, end: number, line: number): void {
    const [from, to] = trimmedRange(bytes, start, end);
    const label = classOf(this.tally, this.#problems, bytes, from, to, line);
    this.#split.samples += 1;
    if (label >= 0) this.#split.add(label);
    this.#split.recorder?.end(this.file, this.#first);
    this.#first = 0;
  }

  #unlabelled(): void {
    const place = { line: this.#first, column: 1 };
    this.#problems.add('missing-label', 'warning', place, () => {
      return 'No label stands below the sentence; it is counted as unlabelled.';
    });
    this.#split.samples += 1;
    this.#split.unlabelled += 1;
    this.#split.recorder?.end(this.file, this.#first);
    this.#first = 0;
  }
}
