// Questions and reviews with the class as the first word of their line: TREC’s `DESC:def What is …`, Kim’s `1 a stirring film`.
// Must not know other formats.

import { extensionOf } from '../paths';
import { RowProblems } from '../tables/rowProblems';
import { eachLine } from '../textLabels/eachLine';
import { classOf, Fields, isBlank } from '../textLabels/fields';
import { labelNotes, namedPlan } from '../textLabels/namedPlan';
import { findTextFiles, sourcesOf, type TextHead } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'leading-label';
/** Fewest lines that are judged. */
const enough = 10;
const typed = /^[A-Z]{2,12}:[A-Za-z]{2,20}$/;
const number = /^[+-]?\d{1,2}$/;

interface Found {
  readonly kind: 'typed' | 'number';
  readonly labels: readonly string[];
}

export const leadingLabel: LabelFormat = {
  id,
  title: 'Label and text a line',
  units: ['document'],
  notes: {
    detects: 'lines of a label and a text: TREC’s `DESC:def What is …`, or `1 a stirring film`',
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
      const isTyped = group.members[0].value.found.kind === 'typed';
      yield {
        format: id,
        name: group.name,
        unit: 'document',
        confidence: isTyped ? 0.9 : 0.65,
        evidence: ['each line is a label and a text'],
        sources: sourcesOf(group),
        options: labelNotes(isTyped ? [] : labels),
      };
    }
  },

  plan: (claim, files, root) => namedPlan(claim, files, root),

  async count(unit, input, tally, signal) {
    const fields = new Fields();
    const split = tally.split(unit.split);
    await eachLine(unit, input, tally, signal, (file) => {
      const problems = new RowProblems(tally, file);
      return {
        line: (bytes, start, end, line) => {
          if (isBlank(bytes, start, end)) return;
          fields.cutBlanks(bytes, start, end, 1);
          split.samples += 1;
          const label = classOf(tally, problems, bytes, fields.starts[0], fields.ends[0], line);
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

function look({ lines }: TextHead): Found | undefined {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (filled.length < enough) return undefined;
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
