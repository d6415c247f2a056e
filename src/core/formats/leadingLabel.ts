// Texts with their class at one end of the line: TREC’s `DESC:def What is …`, Kim’s `1 a stirring film`, Financial
// PhraseBank’s `Profit rose .@positive`.
// Must not know other formats.

import { extensionOf } from '../paths';
import { RowProblems } from '../tables/rowProblems';
import { eachLine } from '../textLabels/eachLine';
import { classOf, Fields, isBlank, trimmedRange } from '../textLabels/fields';
import { labelNotes, namedPlan } from '../textLabels/namedPlan';
import { findTextFiles, sourcesOf, type TextHead } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'leading-label';
const AT = 64;
/** Fewest lines that are judged. */
const enough = 10;
const typed = /^[A-Z]{2,12}:[A-Za-z]{2,20}$/;
const number = /^[+-]?\d{1,2}$/;

interface Found {
  readonly kind: 'typed' | 'number' | 'behind';
  readonly labels: readonly string[];
}

export const leadingLabel: LabelFormat = {
  id,
  title: 'Label and text a line',
  units: ['document'],
  notes: {
    detects:
      'lines of a label and a text: TREC’s `DESC:def What is …`, `1 a stirring film`, or `Profit rose .@positive`',
    splits: 'file and folder names (`train_5500.label`, `TREC_10.label`)',
    remarks:
      'TREC’s fine classes are counted as they stand, with their coarse class before the colon.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles<Found>(root, signal, {
      id,
      accepts: (name) => /^\.(?:txt|labels?|train|dev|test|all|data)$/.test(extensionOf(name)),
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
        confidence: kind === 'typed' ? 0.9 : 0.65,
        evidence: ['each line is a label and a text'],
        sources: sourcesOf(group),
        options: { ...labelNotes(kind === 'number' ? labels : []), kind },
      };
    }
  },

  async plan(claim, files, root) {
    const plan = await namedPlan(claim, files, root);
    const options = { kind: claim.options.kind };
    return { ...plan, units: plan.units.map((unit) => ({ ...unit, options })) };
  },

  async count(unit, input, tally, signal) {
    const fields = new Fields();
    const split = tally.split(unit.split);
    const behind = unit.options.kind === 'behind';
    await eachLine(unit, input, tally, signal, (file) => {
      const problems = new RowProblems(tally, file);
      return {
        line: (bytes, start, end, line) => {
          if (isBlank(bytes, start, end)) return;
          split.samples += 1;
          const [from, to] = behind
            ? trimmedRange(bytes, bytes.subarray(0, end).lastIndexOf(AT) + 1, end)
            : firstWord(fields, bytes, start, end);
          const label =
            from < start + 1 && behind ? -1 : classOf(tally, problems, bytes, from, to, line);
          if (label >= 0) split.add(label);
          else split.unlabelled += 1;
          split.recorder?.end(file, line);
        },
        end: () => {
          problems.end();
        },
      };
    });
  },
};

function firstWord(
  fields: Fields,
  bytes: Uint8Array,
  start: number,
  end: number,
): readonly [start: number, end: number] {
  fields.cutBlanks(bytes, start, end, 1);
  return [fields.starts[0], fields.ends[0]];
}

function look({ lines }: TextHead): Found | undefined {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (filled.length < enough) return undefined;
  const ends = filled.map((line) => /^\S+ .*@([a-z]{2,20})$/i.exec(line)?.[1]);
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

/** Words rather than figures behind the label. */
function isText([, ...words]: readonly string[]): boolean {
  const letters = words.filter((word) => /\p{L}/u.test(word)).length;
  return letters > 0 && letters * 2 >= words.length;
}
