// DOTA: a text file an image (labelTxt), one oriented box a line: eight numbers, the class, how difficult it is.
// Must not know other formats, nor how lines are counted; textLabels/boxLines does.

import { splitsBeside } from '../annotations/setsBeside';
import { eachFile } from '../detect/eachFile';
import type { Claim } from '../claims';
import { type BoxLayout, BoxLineReader } from '../textLabels/boxLines';
import {
  findLabelFolders,
  folderSources,
  folderUnits,
  type LabelFolder,
  sharedFolder,
} from '../textLabels/smallFiles';
import type { LabelFormat } from './format';

const id = 'dota';
const headers = ['imagesource:', 'gsd:', 'YOLO_OBB'];
const layout: BoxLayout = {
  label: 8,
  fields: 9,
  frame: -1,
  ignored: '',
  headers,
  words: false,
  name: 'DOTA',
};

const number = '[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][+-]?\\d+)?';
const box = new RegExp(`^(?:${number} ){8}(?<label>[^\\s]+)(?: \\d+)?$`);

const any = (): boolean => true;

export const dota: LabelFormat = {
  id,
  title: 'DOTA',
  units: ['box'],
  notes: {
    detects:
      'folders such as `labelTxt` of text files with eight numbers, a class and a difficulty a line',
    splits:
      'folders (`train/labelTxt`, `val/labelTxt`), or lists of images beside them (`train.txt`, `ImageSets/val.txt`)',
    remarks: 'The lines `imagesource:` and `gsd:` are no boxes. Difficult boxes are counted.',
  },

  async *detect(root, signal) {
    const groups = await findLabelFolders(root, signal, { id, accepts: any, look });
    for (const group of groups) yield claimOf(group);
  },

  async plan(claim, files, root) {
    const { splitOf, problems } = await splitsBeside(claim, root, files);
    return {
      classes: [],
      order: 'text',
      multiLabel: false,
      openVocabulary: false,
      units: folderUnits(claim, root, {}, { accepts: any, splitOf }),
      problems,
    };
  },

  async count(unit, input, tally, signal) {
    const reader = new BoxLineReader(layout, tally, unit.split);
    tally.traits.add('images');
    await eachFile(unit, input, tally, signal, (bytes, path) => {
      reader.read(bytes, path);
    });
  },
};

function look(lines: readonly string[]): 'box' | 'empty' | undefined {
  const filled = lines
    .map((line) => line.trim().replace(/\s+/g, ' '))
    .filter((line) => line !== '' && !headers.some((header) => line.startsWith(header)));
  if (filled.length === 0) return 'empty';
  const labels = filled.map((line) => box.exec(line)?.groups?.label);
  // A ninth number would rather be a coordinate.
  const sound = labels.every((label) => label !== undefined && /[^\d.+-]/.test(label));
  return sound ? 'box' : undefined;
}

function claimOf(group: readonly LabelFolder<'box'>[]): Claim {
  const { folder } = group[0];
  return {
    format: id,
    name: sharedFolder(group.map((one) => one.folder))?.name ?? folder.name,
    unit: 'box',
    confidence: 0.9,
    evidence: ['text files of lines with eight numbers, a class and a difficulty'],
    sources: folderSources(group),
    options: {},
  };
}
