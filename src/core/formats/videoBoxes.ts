// Text files with the boxes of one video each: VisDrone's videos, UAVDT and VATIC, as the Stanford Drone Dataset has it.
// Must not know other formats, nor how lines are counted; textLabels/motReader does.

import { splitPlaceOf } from '../annotations/splitGroups';
import type { Claim } from '../claims';
import { eachLine } from '../textLabels/eachLine';
import { MotReader, type TrackLayout } from '../textLabels/motReader';
import {
  findLabelFolders,
  folderSources,
  folderUnits,
  type LabelFolder,
  labelFilesIn,
  sharedFolder,
} from '../textLabels/smallFiles';
import type { LabelFormat } from './format';

const id = 'video-boxes';

interface Dialect {
  readonly layout: TrackLayout;
  readonly line: RegExp;
  /** What the files must be called. */
  readonly file?: RegExp;
  /** Names of the classes, from 1; labels are names where absent. */
  readonly names?: readonly string[];
  readonly evidence: string;
}

const dialects: readonly Dialect[] = [
  {
    layout: {
      ...{ name: 'VisDrone’s videos', fields: 10, frame: 0, track: 1, label: 7 },
      ...{ ignored: { field: 6, by: 0 }, noClass: { field: 7, by: 0 } },
    },
    line: /^\d+,\d+,-?\d+,-?\d+,\d+,\d+,[01],(?:\d|1[01]),[0-2],[0-2],?$/,
    // VisDrone's toolkit: https://github.com/VisDrone/VisDrone2018-VID-toolkit
    names:
      'pedestrian people bicycle car van truck tricycle awning-tricycle bus motor others'.split(
        ' ',
      ),
    evidence: 'text files of ten numbers a box: frame, track, box, score, class and two marks',
  },
  {
    layout: { name: 'UAVDT', fields: 9, frame: 0, track: 1, label: 8 },
    line: /^\d+,\d+,-?\d+,-?\d+,\d+,\d+,[1-3],[1-4],[1-3]$/,
    file: /_gt_whole\.txt$/i,
    names: ['car', 'truck', 'bus'],
    evidence: 'files *_gt_whole.txt of nine numbers a box, the class last',
  },
  {
    layout: {
      ...{ name: 'VATIC', fields: 10, frame: 5, track: 0, label: 9, isQuoted: true },
      ignored: { field: 6, by: 1 },
    },
    line: /^\d+(?: -?\d+){5}(?: [01]){3} "[^"]*"(?: "[^"]*")*$/,
    evidence: 'text files of a track, a box, a frame, three marks and a class in quotes a line',
  },
];

/** UAVDT keeps each video twice more, without classes. */
const accepts = (name: string): boolean => !/_gt(?:_ignore)?\.txt$/i.test(name);

export const videoBoxes: LabelFormat = {
  id,
  title: 'Boxes of videos',
  units: ['box', 'track'],
  notes: {
    detects:
      'folders of text files, one a video: VisDrone’s ten numbers a line, UAVDT (`*_gt_whole.txt`), VATIC (`0 1 2 3 4 7 0 0 1 "Biker"`)',
    splits: 'folders (`VisDrone2019-MOT-train/annotations`)',
    remarks:
      'Boxes to be ignored, and those that VATIC marks as lost, are left out, which is said. Tracks are a second reading.',
  },

  async *detect(root, signal) {
    const groups = await findLabelFolders<Dialect>(root, signal, {
      id,
      accepts,
      look: (lines, folder) => {
        const filled = lines.map((line) => line.trim()).filter((line) => line !== '');
        if (filled.length === 0) return 'empty';
        const found = dialects.find(({ line }) => filled.every((one) => line.test(one)));
        if (found?.file === undefined) return found;
        const { file } = found;
        return labelFilesIn(folder, accepts).every((name) => file.test(name)) ? found : undefined;
      },
    });
    for (const group of joined(groups.flat())) {
      yield claimOf(group, false);
      yield claimOf(group, true);
    }
  },

  plan(claim, _files, root) {
    const { names } = dialectOf(claim.options.dialect);
    return Promise.resolve({
      classes: names?.map((name, at) => ({ id: (at + 1).toString(), name })) ?? [],
      order: names === undefined ? 'text' : 'declared',
      multiLabel: false,
      openVocabulary: false,
      units: folderUnits(claim, root, claim.options, { accepts }),
      problems: [],
    });
  },

  async count(unit, input, tally, signal) {
    const { layout } = dialectOf(unit.options.dialect);
    const tracks = unit.options.tracks === true;
    if (!tracks) tally.traits.add('images');
    await eachLine(unit, input, tally, signal, (file) => {
      return new MotReader(tracks, tally, file, unit.split, layout);
    });
  },
};

function dialectOf(name: unknown): Dialect {
  const found = dialects.find(({ layout }) => layout.name === name);
  if (found === undefined) throw new Error('The claim names no dialect.');
  return found;
}

/** Folders of one dialect that differ by their split, or that hold one video each below one folder. */
function joined(folders: readonly LabelFolder<Dialect>[]): Iterable<LabelFolder<Dialect>[]> {
  const groups = new Map<string, LabelFolder<Dialect>[]>();
  for (const one of folders) {
    const { folder, found } = one;
    const isAlone = labelFilesIn(folder, accepts).length === 1;
    const place = isAlone ? (folder.parent?.parent ?? folder) : folder;
    const key = `${found.layout.name}\n${splitPlaceOf(place.pathOf('x')).key}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups.values();
}

function claimOf(group: readonly LabelFolder<Dialect>[], tracks: boolean): Claim {
  const [{ folder, found }] = group;
  return {
    format: id,
    name: sharedFolder(group.map((one) => one.folder))?.name ?? folder.name,
    unit: tracks ? 'track' : 'box',
    confidence: tracks ? 0.35 : 0.95,
    evidence: [found.evidence],
    sources: folderSources(group),
    reading: tracks ? { id: 'tracks', title: 'tracks' } : { id: 'boxes', title: 'boxes' },
    options: { dialect: found.layout.name, tracks },
  };
}
