// AudioSet's segments: `# YTID, start_seconds, end_seconds, positive_labels`, the labels of a clip in one quoted cell.
// Must not know other formats.

import { extensionIn } from '../paths';
import { countLabelledLines, type LabelledLine, type Range } from '../textLabels/labelledLines';
import { labelNotes, namedPlan } from '../textLabels/namedPlan';
import { findTextFiles, sourcesOf, type TextHead } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'audio-set';
const HASH = 35;
const COMMA = 44;
const QUOTE = 34;
/** Bytes of a clip's id on YouTube. */
const idLength = 11;
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
    const extensions = extensionIn('.csv');
    // Both sets to train on go by this: `balanced_train_segments.csv`, `unbalanced_train_segments.csv`.
    const alias = (path: string): string => path.replace(/(?:un)?balanced_(?=train_)/, '');
    for (const group of await findTextFiles(root, signal, { id, extensions, look, alias })) {
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
    await countLabelledLines(unit, input, tally, signal, 'clip', (bytes, start, end) => {
      return bytes[start] === HASH ? undefined : segmentIn(bytes, start, end);
    });
  },
};

/** Labels between the quotes; the clip's id is the first eleven bytes. */
function segmentIn(bytes: Uint8Array, start: number, end: number): LabelledLine {
  const open = bytes.indexOf(QUOTE, start);
  const close = open < 0 ? -1 : bytes.indexOf(QUOTE, open + 1);
  const labels: Range[] = [];
  for (let at = open + 1; close >= 0 && close < end && at < close;) {
    const comma = bytes.indexOf(COMMA, at);
    const to = comma < 0 || comma > close ? close : comma;
    if (to > at) labels.push([at, to]);
    at = to + 1;
  }
  return { labels, path: [start, Math.min(end, start + idLength)] };
}

function look({ lines }: TextHead): readonly string[] | undefined {
  if (!lines.some((line) => /^#\s*YTID,/i.test(line))) return undefined;
  const rows = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const cells = rows.map((line) => segment.exec(line)?.[1]);
  const sound = cells.filter((cell) => cell !== undefined);
  if (sound.length === 0 || sound.length < cells.length * 0.9) return undefined;
  return sound.flatMap((cell) => cell.split(','));
}
