// The Oxford-IIIT pets: `trainval.txt`, `test.txt` and `list.txt` of `Abyssinian_1 1 1 1`, the class's id behind the picture.
// Must not know other formats.

import type { Claim, Source } from '../claims';
import { imageExtensions } from '../detect/media';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { Fields, textOf } from '../textLabels/fields';
import { countLabelledLines, type Range } from '../textLabels/labelledLines';
import { covering, textHeadOf } from '../textLabels/textFiles';
import { undeclaredPlan } from '../textLabels/undeclaredPlan';
import type { LabelFormat } from './format';

const id = 'oxford-pets';
const HASH = 35;
const UNDERSCORE = 95;
/** Picture, class (1 to 37), species (1 cat, 2 dog), breed among its species. */
const row = /^[A-Za-z]\w*_\d+ \d+ [12] \d+$/;
const lists: readonly (readonly [file: string, split: SplitName])[] = [
  ['trainval.txt', 'train'],
  ['test.txt', 'test'],
];
const all = 'list.txt';

export const oxfordPets: LabelFormat = {
  id,
  title: 'Oxford-IIIT pets',
  units: ['image'],
  notes: {
    detects: '`trainval.txt`, `test.txt` or `list.txt` of lines `Image CLASS-ID SPECIES BREED-ID`',
    splits: '`trainval.txt` is train, `test.txt` is test; `list.txt` alone is all',
    remarks: 'Classes carry the breed that the picture is named after, in the order of their ids.',
  },

  async *detect(root, signal) {
    const isSound = async (folder: FolderView, name: string): Promise<boolean> =>
      (await lookedAt({ folder, name }, signal, () => isList(folder, name))) === true;
    for (const folder of root.walk()) {
      signal.throwIfAborted();
      const sources: Source[] = [];
      for (const [file, split] of lists) {
        if (await isSound(folder, file)) sources.push(sourceOf(folder, file, split));
      }
      const whole = await isSound(folder, all);
      if (sources.length === 0 && whole) sources.push(sourceOf(folder, all, 'all'));
      if (sources.length > 0) yield claimOf(folder, sources, whole);
    }
  },

  plan: (claim, files) => undeclaredPlan(claim, files, 'label'),

  async count(unit, input, tally, signal) {
    const fields = new Fields();
    const named = new Set<string>();
    await countLabelledLines(unit, input, tally, signal, 'image', (bytes, start, end) => {
      if (bytes[start] === HASH) return undefined;
      const count = fields.cutBlanks(bytes, start, end);
      const [path, label] = [0, 1].map((at): Range => [fields.starts[at], fields.ends[at]]);
      if (count < 2) return { labels: [], path };
      const classId = textOf(bytes, ...label);
      if (!named.has(classId)) tally.declare({ id: classId, name: breed(bytes, ...path) });
      named.add(classId);
      return { labels: [label], path };
    });
  },
};

/** `american_bulldog_12` -> `american_bulldog`. */
function breed(bytes: Uint8Array, start: number, end: number): string {
  const cut = bytes.subarray(start, end).lastIndexOf(UNDERSCORE);
  return textOf(bytes, start, cut <= 0 ? end : start + cut);
}

async function isList(folder: FolderView, file: string): Promise<boolean> {
  if (!folder.files.includes(file)) return false;
  const wanted = folder.ruleFor(file)?.format;
  if (wanted !== undefined && wanted !== id) return false;
  const head = await textHeadOf(folder, file);
  const lines = head?.lines.map((line) => line.trim()) ?? [];
  const rows = lines.filter((line) => line !== '' && !line.startsWith('#'));
  return rows.length > 0 && rows.every((line) => row.test(line.replace(/\s+/g, ' ')));
}

function sourceOf(folder: FolderView, file: string, split: SplitName): Source {
  return { path: folder.pathOf(file), kind: 'file', split };
}

function claimOf(folder: FolderView, sources: readonly Source[], whole: boolean): Claim {
  const images = folder.parent?.folder('images');
  return {
    format: id,
    name: folder.name === '' ? 'list.txt' : folder.name,
    unit: 'image',
    confidence: 0.95,
    evidence: ['lines of a picture, its class, species and breed'],
    sources,
    covers: [
      ...(whole ? covering([folder.pathOf(all)]) : []),
      ...(images === undefined
        ? []
        : [
            {
              path: images.path,
              kind: 'folder',
              split: 'all',
              extensions: imageExtensions,
            } as const,
          ]),
    ],
    options: {},
  };
}
