// KITTI raw tracklets: boost-serialised XML of tracks, each with an object type and poses.
// Must not know other formats.

import { splitPlaceOf } from '../annotations/splitGroups';
import { ByteBuffer } from '../bytes/byteBuffer';
import { XmlTokenizer } from '../bytes/xml';
import type { Source, WorkUnit } from '../claims';
import type { FolderView } from '../folderView';
import { type FileReader, feedFiles, planFiles } from '../jsonFiles/claims';
import type { SplitTally, Tally } from '../tally';
import { sharedFolder } from '../textLabels/smallFiles';
import { xmlFolders } from '../xmlFiles/catalog';
import type { LabelFormat } from './format';

const id = 'kitti-tracklets';
const typeDepth = 4;

/** The tracks of one drive. */
interface Drive {
  readonly name: string;
  readonly folder: FolderView;
  readonly source: Source;
}

export const kittiTracklets: LabelFormat = {
  id,
  title: 'KITTI raw tracklets',
  units: ['track'],
  notes: {
    detects: 'XML with the root `boost_serialization` and `tracklets/item/objectType`',
    splits: 'Folder names',
    remarks:
      'Counts tracks; their poses are frames and are not counted. Drives whose paths differ in numbers alone are one dataset.',
  },

  async *detect(folder, signal) {
    const drives = new Map<string, Drive[]>();
    for (const { files } of await xmlFolders(folder, signal)) {
      for (const { path, name, folder: at, sketch } of files) {
        if (!sketch.paths.has('boost_serialization/tracklets/item/objectType')) continue;
        const { key, split } = splitPlaceOf(path);
        const alike = key.replace(/\d+/g, '#');
        const drive: Drive = { name, folder: at, source: { path, kind: 'file', split } };
        drives.set(alike, [...(drives.get(alike) ?? []), drive]);
      }
    }
    for (const group of drives.values()) {
      const shared = sharedFolder(group.map((one) => one.folder))?.name ?? '';
      yield {
        format: id,
        name: shared === '' ? group[0].name : shared,
        unit: 'track',
        confidence: 0.95,
        evidence: ['KITTI tracklets with an objectType each'],
        sources: group.map(({ source }) => source),
        options: {},
      };
    }
  },

  plan: (claim, files) => planFiles(claim, files, { order: 'text' }),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const open: string[] = [];
  let tracks = 0;
  const type = new ByteBuffer(64);
  const isTracklet = (): boolean => open[1] === 'tracklets' && open[2] === 'item';
  const handler = {
    onStart: (name: string): void => {
      open.push(name);
      if (open.length === typeDepth - 1) type.length = 0;
    },
    onText: (bytes: Uint8Array, start: number, end: number): void => {
      if (open.length === typeDepth && open[3] === 'objectType' && isTracklet())
        type.append(bytes, start, end);
    },
    onEnd: (): void => {
      if (open.length === typeDepth - 1 && isTracklet()) {
        tracks += 1;
        countTrack(type.text().trim(), unit, tally).recorder?.end(file, tracks);
      }
      open.pop();
    },
  };
  return new XmlTokenizer(handler, {
    onProblem: (problem) => {
      tally.problem({ ...problem, file });
    },
  });
}

function countTrack(type: string, unit: WorkUnit, tally: Tally): SplitTally {
  const split = tally.split(unit.split);
  split.samples += 1;
  if (type === '') split.unlabelled += 1;
  else split.add(tally.labels.indexOfText(type));
  return split;
}
