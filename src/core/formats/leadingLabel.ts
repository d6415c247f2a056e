// Texts with their class at one end of the line: TREC’s `DESC:def What is …`, Kim’s `1 a stirring film`, Financial
// PhraseBank’s `Profit rose .@positive`.
// Must not know other formats.

import { trimmedRange } from '../textLabels/fields';
import { countLabelledLines, type LabelledLine, type TakeLine } from '../textLabels/labelledLines';
import { labelNotes, namedPlan } from '../textLabels/namedPlan';
import { findTextFiles, sourcesOf, type TextHead } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'leading-label';
const AT = 64;
const SPACE = 32;
/** Fewest lines that are judged. */
const enough = 10;
const typed = /^[A-Z]{2,12}:[A-Za-z]{2,20}$/;
/** TREC's own, so that a few lines are enough. */
const ofTrec = /^(?:ABBR|DESC|ENTY|HUM|LOC|NUM):[A-Za-z]{2,20}$/;
const fewTrees = 2;
const number = /^[+-]?\d{1,2}$/;

interface Found {
  readonly kind: 'typed' | 'number' | 'behind' | 'tree';
  readonly labels: readonly string[];
}

export const leadingLabel: LabelFormat = {
  id,
  title: 'Label and text a line',
  units: ['document'],
  notes: {
    detects:
      'lines of a label and a text: TREC’s `DESC:def What is …`, `1 a stirring film`, or `Profit rose .@positive`; sentences as trees of grades (Stanford Sentiment Treebank)',
    splits: 'file and folder names (`train_5500.label`, `TREC_10.label`)',
    remarks:
      'TREC’s fine classes are counted as they stand, with their coarse class before the colon.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles<Found>(root, signal, {
      id,
      extensions: (extension) => /^\.(?:txt|labels?|train|dev|test|all|data)$/.test(extension),
      look,
      signature: ({ kind }) => kind,
      alias: (path) => path.replace(/TREC_10\.label$/, 'test_5500.label'),
    });
    for (const group of groups) {
      const labels = group.members.flatMap(({ value }) => value.found.labels);
      const { kind } = group.members[0].value.found;
      yield {
        format: id,
        name: group.name,
        unit: 'document',
        confidence: kind === 'typed' || kind === 'tree' ? 0.9 : 0.65,
        evidence: ['each line is a label and a text'],
        sources: sourcesOf(group),
        options: { ...labelNotes(kind === 'number' || kind === 'tree' ? labels : []), kind },
      };
    }
  },

  async plan(claim, files, root) {
    const plan = await namedPlan(claim, files, root);
    const options = { kind: claim.options.kind };
    return { ...plan, units: plan.units.map((unit) => ({ ...unit, options })) };
  },

  async count(unit, input, tally, signal) {
    const { kind } = unit.options as unknown as Pick<Found, 'kind'>;
    await countLabelledLines(unit, input, tally, signal, 'document', takers[kind]);
  },
};

/** What stands behind the last `@`. */
function lastWord(bytes: Uint8Array, start: number, end: number): LabelledLine {
  const at = bytes.subarray(start, end).lastIndexOf(AT);
  const label = trimmedRange(bytes, start + at + 1, end);
  return { labels: at < 0 || label[0] === label[1] ? [] : [label] };
}

function firstWord(bytes: Uint8Array, start: number, end: number): LabelledLine {
  const [from, to] = trimmedRange(bytes, start, end);
  let at = from;
  while (at < to && bytes[at] > SPACE) at++;
  return { labels: [[from, at]] };
}

/** The grade of the whole sentence. */
function rootOfTree(bytes: Uint8Array, start: number, end: number): LabelledLine {
  const [from, to] = trimmedRange(bytes, start, end);
  return firstWord(bytes, Math.min(from + 1, to), to);
}

const takers: Readonly<Record<Found['kind'], TakeLine>> = {
  typed: firstWord,
  number: firstWord,
  behind: lastWord,
  tree: rootOfTree,
};

function look({ lines }: TextHead): Found | undefined {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  const trees = filled.length < fewTrees ? undefined : grades(filled);
  if (trees !== undefined) return { kind: 'tree', labels: trees };
  const ownWords = new Set(filled.map((line) => line.split(/\s+/, 1)[0]));
  if (ownWords.size > 1 && filled.every((line) => ofTrec.test(line.split(/\s+/, 1)[0]))) {
    return { kind: 'typed', labels: [...ownWords] };
  }
  if (filled.length < enough) return undefined;
  const ends = filled.map((line) => /^\S+ .*[^\p{L}\p{N}_-]@([a-z]{2,20})$/iu.exec(line)?.[1]);
  const behind = new Set(ends.filter((label) => label !== undefined));
  if (!ends.includes(undefined) && behind.size >= 2 && behind.size <= 10) {
    return { kind: 'behind', labels: [...behind] };
  }
  const words = filled.map((line) => line.split(/\s+/));
  const labels = new Set(words.map(([first]) => first));
  const few = labels.size >= 2 && labels.size * 3 <= filled.length;
  if (!few || !words.every(isText)) return undefined;
  if ([...labels].every((label) => typed.test(label))) {
    return { kind: 'typed', labels: [...labels] };
  }
  const areNumbers = labels.size <= 20 && [...labels].every((label) => number.test(label));
  const average = words.reduce((sum, line) => sum + line.length, 0) / words.length;
  return areNumbers && average > 5 ? { kind: 'number', labels: [...labels] } : undefined;
}

/** The grades of trees in brackets, one a line; undefined for other lines. */
function grades(lines: readonly string[]): readonly string[] | undefined {
  const areTrees = lines.every((line) => {
    return /^\(\d .*\)$/.test(line) && !/\((?!\d )/.test(line);
  });
  const labels = new Set(lines.map((line) => line.charAt(1)));
  return areTrees && labels.size > 1 ? [...labels] : undefined;
}

/** Words rather than figures behind the label. */
function isText([, ...words]: readonly string[]): boolean {
  const letters = words.filter((word) => /\p{L}/u.test(word)).length;
  return letters > 0 && letters * 2 >= words.length;
}
