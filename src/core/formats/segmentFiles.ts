// Recordings cut into segments, a file each: start, end and label a line (HTK's and MIREX' .lab, Audacity's label tracks).
// Must not know other formats.

import type { Claim } from '../claims';
import { parentPath } from '../paths';
import { countLabelledLines } from '../textLabels/labelledLines';
import {
  isSegments,
  labelOfSegment,
  type SegmentLabels,
  segmentLabelsIn,
} from '../textLabels/segmentLines';
import {
  findLabelFolders,
  folderSources,
  folderUnits,
  type LabelFolder,
  labelFilesIn,
  sharedFolder,
} from '../textLabels/smallFiles';
import type { LabelFormat } from './format';

const id = 'segment-files';
const extensions = ['.lab', '.ann', '.txt'];
const accepts = (): boolean => true;
/** More different labels are words or remarks; with fewer lines for each they come from no small stock. */
const mostLabels = 100;
const fewestOfEach = 3;

type Group = readonly LabelFolder<true>[];

export const segmentFiles: LabelFormat = {
  id,
  title: 'Time segments',
  units: ['clip'],
  notes: {
    detects:
      'folders of `.lab`, `.ann` or `.txt` files whose every line is a start, an end and a label: HTK, chords and parts of songs (MIREX), label tracks of Audacity',
    splits: 'folders (`train`, `val`, `test`)',
    remarks:
      'Segments are counted, not their length. Transcripts and words aligned to speech are not claimed, as their labels hardly recur.',
  },

  async *detect(root, signal) {
    for (const extension of extensions) {
      const labels = new Map<string, SegmentLabels>();
      const groups = await findLabelFolders<true>(root, signal, {
        id,
        extension,
        accepts,
        look: (lines, folder) => {
          if (lines.every((line) => line.trim() === '')) return 'empty';
          if (!isSegments(lines)) return undefined;
          const known = labels.get(folder.path) ?? { lines: 0, names: new Set<string>() };
          labels.set(folder.path, segmentLabelsIn(lines, known));
          return true;
        },
      });
      const found = (group: Group): SegmentLabels =>
        together(group.flatMap(({ folder }) => labels.get(folder.path) ?? []));
      const sure = groups.filter((group) => doLabelsRecur(found(group)));
      for (const group of joinSiblings(sure, extension, found)) yield claimOf(group, extension);
    }
  },

  plan(claim, _files, root) {
    const extension = claim.options.extension as string;
    return Promise.resolve({
      classes: [],
      order: 'text',
      multiLabel: false,
      openVocabulary: true,
      units: folderUnits(claim, root, claim.options, { accepts, extension }),
      problems: [],
    });
  },

  async count(unit, input, tally, signal) {
    await countLabelledLines(unit, input, tally, signal, 'segment', labelOfSegment);
  },
};

/** What is said hardly recurs. */
function doLabelsRecur({ names, lines }: SegmentLabels): boolean {
  return names.size <= mostLabels && names.size * fewestOfEach <= lines;
}

function together(found: readonly SegmentLabels[]): SegmentLabels {
  return {
    lines: found.reduce((sum, { lines }) => sum + lines, 0),
    names: new Set(found.flatMap(({ names }) => [...names])),
  };
}

/** A folder for each album or speaker: one dataset where its files have names of their own and labels of the same kind. */
function joinSiblings(
  groups: readonly Group[],
  extension: string,
  found: (group: Group) => SegmentLabels,
): Group[] {
  const joined: Group[] = [];
  for (const group of groups) {
    const at = joined.findIndex(
      (one) =>
        parentPath(one[0].folder.path) === parentPath(group[0].folder.path) &&
        group[0].folder.path !== '' &&
        areAlike(found(one), found(group)) &&
        !shareNames(one, group, extension),
    );
    if (at < 0) joined.push(group);
    else joined[at] = [...joined[at], ...group];
  }
  return joined;
}

/** Of the one with fewer labels half are those of the other. */
function areAlike(a: SegmentLabels, b: SegmentLabels): boolean {
  const shared = [...a.names].filter((name) => b.names.has(name)).length;
  return shared * 2 >= Math.min(a.names.size, b.names.size);
}

/** The same recordings cut in two ways. */
function shareNames(a: Group, b: Group, extension: string): boolean {
  const namesIn = (group: Group): string[] =>
    group.flatMap(({ folder }) => labelFilesIn(folder, accepts, extension));
  const known = new Set(namesIn(a));
  return namesIn(b).some((name) => known.has(name));
}

function claimOf(group: Group, extension: string): Claim {
  const folders = group.map(({ folder }) => folder);
  return {
    format: id,
    name: sharedFolder(folders)?.name ?? folders[0].name,
    unit: 'clip',
    confidence: 0.8,
    evidence: [`${extension} files of lines with a start, an end and a label`],
    sources: folderSources(group, extension),
    options: { extension },
  };
}
