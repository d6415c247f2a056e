// A text file a class, a document a line: `rt-polarity.pos` and `rt-polarity.neg`, `spam.txt` and `ham.txt`.
// Must not know other formats.

import type { Claim, Source } from '../claims';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { baseName, joinPath } from '../paths';
import { groupBySplit, type SplitGroup } from '../tables/splitGroups';
import { eachLine } from '../textLabels/eachLine';
import { isBlank } from '../textLabels/fields';
import { isRunningText } from '../textLabels/runningText';
import { textHeadOf, unitsOf } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'class-files';

/** Words that name the two sides of one question: only of these a file's name alone is believed. */
const sides: readonly (readonly string[])[] = [
  ['pos', 'neg', 'neu'],
  ['positive', 'negative', 'neutral'],
  ['spam', 'ham'],
  ['subjective', 'objective'],
  ['subj', 'obj'],
  ['sarcastic', 'nonsarcastic'],
  ['fake', 'real'],
];
const sideOf = new Map(sides.flatMap((words, side) => words.map((word) => [word, side] as const)));

/** Fewest lines of a file, and of words in a line on average: lists of words are lexicons, no documents. */
const fewestLines = 5;
const fewestWords = 4;
const mark = '%';

/** The files of one split of a dataset, by class. */
type Files = ReadonlyMap<string, string>;

export const classFiles: LabelFormat = {
  id,
  title: 'Text file a class',
  units: ['document'],
  notes: {
    detects:
      'text files of a sentence a line whose names differ in `pos` and `neg`, `positive` and `negative`, `spam` and `ham`, `subjective` and `objective`, `fake` and `real`',
    splits: 'file and folder names (`train-pos.txt`)',
    remarks: 'Each line that is not blank is a document of the class that the file is called by.',
  },

  async *detect(root, signal) {
    const found: { path: string; signature: string; value: Files }[] = [];
    for (const folder of root.walk()) {
      signal.throwIfAborted();
      for (const [path, files] of (await folderLookedAt(folder, signal, () => filesIn(folder))) ??
        []) {
        const signature = [...files.keys()].sort().join(' ');
        found.push({ path, signature, value: files });
      }
    }
    for (const group of groupBySplit(found)) yield claimOf(group);
  },

  async plan(claim, files) {
    const labels = claim.options.labels as Readonly<Record<string, string>>;
    const units = await unitsOf(id, claim.sources, files, {});
    return {
      classes: [],
      order: 'text',
      multiLabel: false,
      openVocabulary: false,
      units: units.map((unit) => ({ ...unit, options: { label: labels[unit.paths[0]] } })),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const split = tally.split(unit.split);
    const label = tally.labels.indexOfText(unit.options.label as string);
    await eachLine(unit, input, tally, signal, (file) => ({
      line: (bytes, start, end, line) => {
        if (isBlank(bytes, start, end)) return;
        split.samples += 1;
        split.add(label);
        split.recorder?.end(file, line);
      },
      end: () => undefined,
    }));
  },
};

/** The files of each set by the path that they share, with a mark for the class. */
async function filesIn(folder: FolderView): Promise<Map<string, Files>> {
  const sets = new Map<string, Map<string, string>>();
  for (const name of folder.labelFiles) {
    const wanted = folder.ruleFor(name)?.format;
    const named = wanted === undefined || wanted === id ? classIn(name) : undefined;
    if (named === undefined) continue;
    const key = `${named.side} ${joinPath(folder.path, named.rest)}`;
    const files = sets.get(key) ?? new Map<string, string>();
    sets.set(key, files.set(named.label, folder.pathOf(name)));
  }
  const whole = new Map<string, Files>();
  for (const [key, files] of sets) {
    if (files.size < 2) continue;
    const texts = await Promise.all([...files.values()].map((path) => holdsLines(folder, path)));
    if (texts.every(Boolean)) whole.set(key.slice(key.indexOf(' ') + 1), files);
  }
  return whole;
}

const extensions = /^(?:|txt|text|tok|raw|data|\d+)$/;

const anySide = new RegExp([...sideOf.keys()].join('|'), 'i');

/** The class in a name, and the name with a mark in its place; undefined for other names. */
function classIn(name: string): { label: string; side: number; rest: string } | undefined {
  if (!anySide.test(name)) return undefined;
  const parts = name.split(/([._\-\s]+)/);
  const at = parts.findLastIndex((part) => sideOf.has(part.toLowerCase()));
  if (at < 0) return undefined;
  const label = parts[at].toLowerCase();
  const last = parts.length > 1 && name.includes('.') ? parts.at(-1)?.toLowerCase() : '';
  if (at < parts.length - 1 && !extensions.test(last ?? '')) return undefined;
  return { label, side: sideOf.get(label) ?? -1, rest: parts.with(at, mark).join('') };
}

async function holdsLines(folder: FolderView, path: string): Promise<boolean> {
  const head = await textHeadOf(folder, baseName(path));
  const lines = head?.lines.filter((line) => line.trim() !== '') ?? [];
  if (lines.length < fewestLines) return false;
  const text = lines.join(' ');
  return isRunningText(text) && text.split(/\s+/).length >= lines.length * fewestWords;
}

function claimOf(group: SplitGroup<Files>): Claim {
  const sources = group.members.flatMap(({ value, split }) =>
    [...value.values()].map((path): Source => ({ path, kind: 'file', split })),
  );
  const labels = Object.fromEntries(
    group.members.flatMap(({ value }) => [...value].map(([label, path]) => [path, label])),
  );
  return {
    format: id,
    name: nameOf(group),
    unit: 'document',
    confidence: 0.75,
    evidence: ['files of a sentence a line, called by opposite classes'],
    sources,
    options: { labels },
  };
}

/** The name without the mark of the class; the folder's where nothing is left. */
function nameOf({ name, members }: SplitGroup<Files>): string {
  const plain = name
    .replace(mark, '')
    .replace(/\.txt$/, '')
    .replace(/^[._\-\s]+|[._\-\s]+$/g, '');
  const [first] = members[0].value.values();
  return plain === '' ? (first.split('/').at(-2) ?? first) : plain;
}
