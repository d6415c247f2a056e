// FGVC-Aircraft: `images_variant_train.txt` of a picture's number and its variant, family or maker, whose names hold blanks.
// Must not know other formats.

import type { Claim, Source } from '../claims';
import { readNameLines } from '../detect/nameLines';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { compareSplits, splitOfWord } from '../detect/splits';
import type { SplitName } from '../model';
import { Fields, trimmedRange } from '../textLabels/fields';
import { countLabelledLines, type Range } from '../textLabels/labelledLines';
import { covering, textHeadOf, unitsOf } from '../textLabels/textFiles';
import { extensionIn } from '../paths';
import type { LabelFormat } from './format';

const id = 'fgvc-aircraft';
/** The three levels, the finest and usual one first, and the files that name their classes. */
const levels = [
  ['variant', 'variants.txt'],
  ['family', 'families.txt'],
  ['manufacturer', 'manufacturers.txt'],
] as const;
const whole = 'trainval';
const listName = /^images_(?<level>variant|family|manufacturer)_(?<word>\w+)\.txt$/;

export const fgvcAircraft: LabelFormat = {
  id,
  title: 'FGVC-Aircraft',
  units: ['image'],
  notes: {
    detects: '`images_variant_train.txt` and the like: a picture’s number and a name a line',
    splits: 'file names; `trainval` is train and val again and left out where both are there',
    remarks: 'Variants are counted; families and manufacturers are other readings.',
  },

  async *detect(root, signal) {
    for (const folder of root.walk()) {
      signal.throwIfAborted();
      for (const [at, [level, names]] of levels.entries()) {
        const look = (): Promise<Source[]> => sourcesIn(folder, level);
        const sources = (await folderLookedAt(folder, signal, look)) ?? [];
        if (sources.length > 0) yield claimOf(folder, sources, level, names, at === 0 ? 0.95 : 0.4);
      }
    }
  },

  async plan(claim, files) {
    const { names } = claim.options;
    const lines = typeof names === 'string' ? await readNameLines(names, files) : [];
    return {
      classes: lines.map(({ name }) => ({ id: name, name })),
      order: lines.length > 0 ? 'declared' : 'text',
      multiLabel: false,
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, {}),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const fields = new Fields();
    await countLabelledLines(unit, input, tally, signal, 'image', (bytes, start, end) => {
      fields.cutBlanks(bytes, start, end, 1);
      const path: Range = [fields.starts[0], fields.ends[0]];
      const label = trimmedRange(bytes, path[1], end);
      return { labels: label[0] < label[1] ? [label] : [], path };
    });
  },
};

/** The lists of a level, by split. */
async function sourcesIn(folder: FolderView, level: string): Promise<Source[]> {
  const found: Source[] = [];
  for (const file of folder.labelFilesEnding(extensionIn('.txt'))) {
    const parts = file.startsWith('images_') ? listName.exec(file)?.groups : undefined;
    if (parts?.level !== level) continue;
    const split = parts.word === whole ? 'train' : splitOfWord(parts.word);
    if (split === undefined || !(await isList(folder, file))) continue;
    found.push({ path: folder.pathOf(file), kind: 'file', split });
  }
  const parts = found.filter(({ path }) => !path.endsWith(`_${whole}.txt`));
  const some = parts.some(({ split }) => split !== 'test') ? parts : found;
  return some.toSorted((a, b) => compareSplits(a.split, b.split));
}

async function isList(folder: FolderView, file: string): Promise<boolean> {
  const wanted = folder.ruleFor(file)?.format;
  if (wanted !== undefined && wanted !== id) return false;
  const head = await textHeadOf(folder, file);
  const lines = head?.lines.filter((line) => line.trim() !== '') ?? [];
  return lines.length > 0 && lines.every((line) => /^\d+ \S/.test(line));
}

function claimOf(
  folder: FolderView,
  sources: readonly Source[],
  level: string,
  names: string,
  confidence: number,
): Claim {
  const split: SplitName = 'all';
  const list = folder.files.includes(names) ? folder.pathOf(names) : undefined;
  const beside = folder.files.filter((name) => /^images_\w+\.txt$/.test(name));
  return {
    format: id,
    name: folder.name === '' ? `images_${level}` : folder.name,
    unit: 'image',
    confidence,
    evidence: [`lines of a picture’s number and its ${level}`],
    sources,
    covers: [
      ...covering(beside.map((name) => folder.pathOf(name))).map((source) => ({
        ...source,
        split,
      })),
      ...covering(list === undefined ? [] : [list]),
    ],
    reading: { id: level, title: level },
    options: list === undefined ? {} : { names: list },
  };
}
