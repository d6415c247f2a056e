// VisDrone: a text file an image, one box a line of eight numbers, the class the sixth and 0 and 11 no object of its own.
// Must not know other formats.

import { COMMA } from '../bytes/ascii';
import { withoutMark } from '../bytes/encoding';
import { LineSplitter } from '../bytes/text';
import type { Claim } from '../claims';
import { eachFile } from '../detect/eachFile';
import { RowProblems } from '../tables/rowProblems';
import type { SplitTally, Tally } from '../tally';
import { classOf, Fields, integerIn, isBlank, trimmedRange } from '../textLabels/fields';
import {
  findLabelFolders,
  folderSources,
  folderUnits,
  type LabelFolder,
  sharedFolder,
} from '../textLabels/smallFiles';
import type { LabelFormat } from './format';

const id = 'vis-drone';
const fields = 8;
const scoreField = 4;
const classField = 5;
/** Categories 1 to 11 of VisDrone-DET (its toolkit's README); 0 are regions to ignore. */
const names =
  'pedestrian people bicycle car van truck tricycle awning-tricycle bus motor others'.split(' ');
const ignored = 0;
const any = (): boolean => true;

export const visDrone: LabelFormat = {
  id,
  title: 'VisDrone',
  units: ['box'],
  notes: {
    detects: 'folders of text files with `left,top,width,height,score,class,truncation,occlusion`',
    splits: 'folders (`VisDrone2019-DET-train/annotations`)',
    remarks:
      'Class 0 and boxes with the score 0 mark regions to ignore; they are left out, which is said.',
  },

  async *detect(root, signal) {
    const groups = await findLabelFolders(root, signal, { id, accepts: any, look });
    for (const group of groups) yield claimOf(group);
  },

  plan(claim, _files, root) {
    return Promise.resolve({
      classes: names.map((name, at) => ({ id: (at + 1).toString(), name })),
      order: 'declared',
      multiLabel: false,
      openVocabulary: false,
      units: folderUnits(claim, root, {}, { accepts: any }),
      problems: [],
    });
  },

  async count(unit, input, tally, signal) {
    const split = tally.split(unit.split);
    tally.traits.add('images');
    await eachFile(unit, input, tally, signal, (bytes, path) => {
      countFile(bytes, path, split, tally);
    });
  },
};

function countFile(content: Uint8Array, file: string, split: SplitTally, tally: Tally): void {
  const problems = new RowProblems(tally, file);
  const cells = new Fields();
  let boxes = 0;
  split.beginImage();
  const splitter = new LineSplitter({
    onLine: (bytes, start, end, line) => {
      if (isBlank(bytes, start, end)) return;
      const count = cells.cutAt(COMMA, bytes, start, end);
      const at = (field: number): readonly [number, number] =>
        trimmedRange(bytes, cells.starts[field], cells.ends[field]);
      const [from, to] = count < fields ? [end, end] : at(classField);
      const category = integerIn(bytes, from, to);
      if (category < 0) {
        problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
          return `The line has ${count} fields; a box of VisDrone has ${fields} numbers. It is not counted.`;
        });
        return;
      }
      const [first, last] = at(scoreField);
      if (category === ignored || integerIn(bytes, first, last) === 0) {
        problems.add('ignored-region', 'information', { line, column: 1 }, () => {
          return 'The line marks a region to ignore; it is no class and not counted.';
        });
        return;
      }
      const label = classOf(tally, problems, bytes, from, to, line);
      if (label < 0) return;
      split.addInImage(label);
      boxes += 1;
    },
  });
  splitter.feed(withoutMark(content));
  splitter.end();
  problems.end();
  split.samples += 1;
  if (boxes === 0) split.unlabelled += 1;
  split.recorder?.end(file);
}

/** Eight whole numbers, a score of 0 or 1, a class up to 11 and small marks: of MOT's lines only some look so, never all. */
function look(lines: readonly string[]): 'box' | 'empty' | undefined {
  const filled = lines.map((line) => line.trim().replace(/,$/, '')).filter((line) => line !== '');
  if (filled.length === 0) return 'empty';
  const box = /^(?:\d+,){2}\d+,\d+,[01],(?:\d|1[01]),[0-2],[0-2]$/;
  return filled.every((line) => box.test(line)) ? 'box' : undefined;
}

function claimOf(group: readonly LabelFolder<'box'>[]): Claim {
  const { folder } = group[0];
  return {
    format: id,
    name: sharedFolder(group.map((one) => one.folder))?.name ?? folder.name,
    unit: 'box',
    confidence: 0.9,
    evidence: ['text files of eight numbers a box, the class the sixth'],
    sources: folderSources(group),
    options: {},
  };
}
