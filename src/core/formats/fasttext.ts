// fastText: one document a line, labels as words with a prefix, `__label__sports` by default.
// Must not know other formats, nor how a line is counted; textLabels/fastTextReader does.

import type { Claim } from '../claims';
import type { SplitGroup } from '../tables/splitGroups';
import { eachLine } from '../textLabels/eachLine';
import { FastTextReader, usualPrefix } from '../textLabels/fastTextReader';
import { findTextFiles, sourcesOf, type TextFile, type TextHead } from '../textLabels/textFiles';
import { undeclaredPlan } from '../textLabels/undeclaredPlan';
import type { LabelFormat } from './format';

const id = 'fasttext';

interface Found {
  readonly prefix: string;
  /** Labels are numbers that hardly recur: what is predicted is no class. */
  readonly measured?: boolean;
}

const extensions: ReadonlySet<string> = new Set(
  '.txt .ft .fasttext .fttxt .train .valid .val .test .dev .data .csv .tsv'.split(' '),
);

export const fasttext: LabelFormat = {
  id,
  title: 'fastText',
  units: ['document'],
  notes: {
    detects: 'text files of lines with words like `__label__sports`; other prefixes of that form',
    splits: 'file and folder names (`train.txt`, `cooking.valid`)',
    remarks:
      'A label may stand anywhere in the line; several make the dataset multi-label. Lines without one are unlabelled.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles(root, signal, {
      id,
      extensions: (extension) => extensions.has(extension),
      look,
      signature: (found) => found.prefix,
    });
    for (const group of groups) yield claimOf(group);
  },

  plan: (claim, files) => undeclaredPlan(claim, files, 'label'),

  async count(unit, input, tally, signal) {
    const { prefix } = unit.options as unknown as Found;
    await eachLine(unit, input, tally, signal, (file) => {
      return new FastTextReader(prefix, tally, file, unit.split);
    });
  },
};

function look({ lines, complete }: TextHead): Found | undefined {
  const filled = (complete || lines.length > 0 ? lines : []).filter((line) => line.trim() !== '');
  const usual = filled.filter((line) => line.includes(usualPrefix));
  const real = usual.filter((line) => /(?:^|\s)__label__\S/.test(line));
  if (real.length > 0 && real.length * 2 >= filled.length) {
    return { prefix: usualPrefix, measured: areMeasures(real) };
  }
  return otherPrefix(filled);
}

/** `__label__0.312`, `__label__0.700`, …: a regression. */
function areMeasures(lines: readonly string[]): boolean {
  const labels = lines.flatMap((line) => /(?:^|\s)__label__(\S+)/.exec(line)?.[1] ?? []);
  return new Set(labels).size > 2 && labels.every((label) => /^-?\d*\.\d+$/.test(label));
}

/** `__class__` at the start of every line, with at least two labels. */
function otherPrefix(lines: readonly string[]): Found | undefined {
  const prefix = /^(__[a-zA-Z]{2,16}__)\S/.exec(lines.at(0) ?? '')?.[1];
  if (prefix === undefined || lines.length < 2) return undefined;
  const labels = new Set<string>();
  for (const line of lines) {
    const word = line.trimStart().split(/\s/, 1)[0];
    if (!word.startsWith(prefix) || word.length === prefix.length) return undefined;
    labels.add(word);
  }
  return labels.size > 1 && labels.size < lines.length ? { prefix } : undefined;
}

function claimOf(group: SplitGroup<TextFile<Found>>): Claim {
  const { prefix } = group.members[0].value.found;
  const measured = group.members.some(({ value }) => value.found.measured === true);
  return {
    format: id,
    name: group.name,
    unit: 'document',
    confidence: measured ? 0.3 : prefix === usualPrefix ? 0.95 : 0.8,
    evidence: [`lines with words that begin with ${prefix}`],
    sources: sourcesOf(group),
    options: { prefix },
  };
}
