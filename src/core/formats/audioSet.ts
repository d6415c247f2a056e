// AudioSet's segments: `# YTID, start_seconds, end_seconds, positive_labels`, the labels of a clip in one quoted cell.
// Must not know other formats.

import { extensionOf } from '../paths';
import { RowProblems } from '../tables/rowProblems';
import { eachLine } from '../textLabels/eachLine';
import { classOf, isBlank, textOf } from '../textLabels/fields';
import { labelNotes, namedPlan } from '../textLabels/namedPlan';
import { findTextFiles, sourcesOf, type TextHead } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'audio-set';
const HASH = 35;
const COMMA = 44;
const QUOTE = 34;
const segment = /^[\w-]+,\s*[\d.]+,\s*[\d.]+,\s*"([^"]*)"\s*$/;

export const audioSet: LabelFormat = {
  id,
  title: 'AudioSet segments',
  units: ['clip'],
  notes: {
    detects: 'CSV of a clip’s id, start, end and `"label,label"`, below lines that begin with `#`',
    splits: 'File names (`balanced_train_segments.csv`, `eval_segments.csv`)',
    remarks: 'Multi-label. Names from `class_labels_indices.csv`.',
  },

  async *detect(root, signal) {
    const accepts = (name: string): boolean => extensionOf(name) === '.csv';
    // Both sets to train on go by this: `balanced_train_segments.csv`, `unbalanced_train_segments.csv`.
    const alias = (path: string): string => path.replace(/(?:un)?balanced_(?=train_)/, '');
    for (const group of await findTextFiles(root, signal, { id, accepts, look, alias })) {
      const labels = group.members.flatMap(({ value }) => value.found);
      yield {
        format: id,
        name: group.name,
        unit: 'clip',
        confidence: 0.95,
        evidence: ['lines of a clip, its start and end, and labels in quotes'],
        sources: sourcesOf(group),
        options: labelNotes(labels),
      };
    }
  },

  plan: (claim, files, root) => namedPlan(claim, files, root, { multiLabel: true }),

  async count(unit, input, tally, signal) {
    const split = tally.split(unit.split);
    await eachLine(unit, input, tally, signal, (file) => {
      const problems = new RowProblems(tally, file);
      return {
        line: (bytes, start, end, line) => {
          if (isBlank(bytes, start, end) || bytes[start] === HASH) return;
          const open = bytes.indexOf(QUOTE, start);
          const close = open < 0 ? -1 : bytes.indexOf(QUOTE, open + 1);
          const held = new Set<number>();
          for (let at = open + 1; close >= 0 && close < end && at < close;) {
            const comma = bytes.indexOf(COMMA, at);
            const to = comma < 0 || comma > close ? close : comma;
            if (to > at) held.add(classOf(tally, problems, bytes, at, to, line));
            at = to + 1;
          }
          held.delete(-1);
          split.samples += 1;
          for (const label of held) split.add(label);
          if (held.size === 0) {
            split.unlabelled += 1;
            problems.add('missing-label', 'warning', { line, column: 1 }, () => {
              return 'The line has no labels in quotes; the clip is counted as unlabelled.';
            });
          }
          split.recorder?.end(file, line, textOf(bytes, start, Math.min(end, start + 11)));
        },
        end: () => {
          problems.end();
        },
      };
    });
  },
};

function look({ lines }: TextHead): readonly string[] | undefined {
  if (!lines.some((line) => /^#\s*YTID,/i.test(line))) return undefined;
  const rows = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const cells = rows.map((line) => segment.exec(line)?.[1]);
  const sound = cells.filter((cell) => cell !== undefined);
  if (sound.length === 0 || sound.length < cells.length * 0.9) return undefined;
  return sound.flatMap((cell) => cell.split(','));
}
