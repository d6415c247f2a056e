// KITTI: a text file an image (label_2), or a sequence (label_02 of tracking), one box a line, its class first.
// Must not know other formats, nor how lines are counted; textLabels/boxLines does.

import { eachFile } from '../detect/eachFile';
import { readVocSets, vocId } from '../annotations/vocSets';
import type { Claim } from '../claims';
import type { FolderView } from '../folderView';
import { pack } from '../tables/packed';
import { type BoxLayout, BoxLineReader } from '../textLabels/boxLines';
import {
  findLabelFolders,
  folderSources,
  folderUnits,
  type LabelFolder,
  sharedFolder,
} from '../textLabels/smallFiles';
import type { LabelFormat } from './format';

const id = 'kitti';

interface Found {
  readonly tracking: boolean;
  /** Boxes carry a score: results of a detector. */
  readonly scores: boolean;
}

const number = '[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?';
const word = '[A-Za-z][^\\s]*';
/** Converters write classes of several words as they are. */
const box = new RegExp(`^(\\d+ -?\\d+ )?${word}(?: ${word}){0,3}(?: ${number}){14}( ${number})?$`);

const layoutOf = (tracking: boolean): BoxLayout => ({
  label: tracking ? 2 : 0,
  fields: tracking ? 17 : 15,
  frame: tracking ? 0 : -1,
  ignored: 'DontCare',
  headers: [],
  words: true,
  name: 'KITTI',
});

const any = (): boolean => true;

export const kitti: LabelFormat = {
  id,
  title: 'KITTI',
  units: ['box'],
  notes: {
    detects:
      'folders such as `label_2` of text files with 15 fields a line, the class first; also tracking',
    splits: '`ImageSets/train.txt` and `val.txt`, else folders (`training`)',
    remarks:
      '`DontCare` marks regions to ignore and is left out, which is said. `Misc` is a class.',
  },

  async *detect(root, signal) {
    const groups = await findLabelFolders(root, signal, { id, accepts: any, look });
    for (const group of groups) yield claimOf(group);
  },

  async plan(claim, files, root) {
    const base = root.at(typeof claim.options.base === 'string' ? claim.options.base : '');
    const sets = base === undefined ? undefined : await readVocSets(base, files);
    const splits = sets?.splits ?? new Map<string, string>();
    const { tracking } = claim.options;
    return {
      classes: [],
      order: 'text',
      multiLabel: false,
      openVocabulary: false,
      units: folderUnits(
        claim,
        root,
        { tracking },
        {
          accepts: any,
          splitOf: (path) =>
            splits.size === 0
              ? undefined
              : (splits.get(vocId(path.replace(/\.txt$/i, ''))) ?? 'unlisted'),
        },
      ),
      problems: sets?.problems ?? [],
    };
  },

  async count(unit, input, tally, signal) {
    const reader = new BoxLineReader(layoutOf(unit.options.tracking === true), tally, unit.split);
    tally.traits.add('images');
    await eachFile(unit, input, tally, signal, (bytes, path) => {
      reader.read(bytes, path);
    });
  },
};

function look(lines: readonly string[]): Found | 'empty' | undefined {
  const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
  if (filled.length === 0) return 'empty';
  const boxes = filled.map((line) => box.exec(line.replace(/\s+/g, ' ')));
  const [first] = boxes;
  if (first === null || boxes.some((one) => one === null)) return undefined;
  return { tracking: (first.at(1) ?? '') !== '', scores: (first.at(2) ?? '') !== '' };
}

function claimOf(group: readonly LabelFolder<Found>[]): Claim {
  const { found, folder } = group[0];
  const named = group.every((one) => /^labels?(?:[_-]?\d+)?$/i.test(one.folder.name));
  const sets = setsNear(folder);
  return {
    format: id,
    name: sharedFolder(group.map((one) => one.folder))?.name ?? folder.name,
    unit: 'box',
    confidence: found.scores && !named ? 0.4 : 0.9,
    evidence: [
      'text files of lines with a class and 14 numbers',
      ...(found.scores ? ['the boxes carry scores, as results of a detector do'] : []),
    ],
    sources: folderSources(group),
    options: pack({ tracking: found.tracking, ...(sets === undefined ? {} : { base: sets.path }) }),
  };
}

/** The folder, up to three above, that holds ImageSets. */
function setsNear(folder: FolderView): FolderView | undefined {
  let at: FolderView | undefined = folder;
  for (let level = 0; at !== undefined && level < 4; level += 1, at = at.parent) {
    if (at.folders.some((child) => /^image_?sets$/i.test(child.name))) return at;
  }
  return undefined;
}
