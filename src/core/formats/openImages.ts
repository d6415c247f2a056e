// Open Images: CSV of boxes, masks or image labels by machine ids, and class-descriptions that name these.
// Must not know other formats, nor how rows are counted; textLabels/openImagesReader does.

import type { Claim } from '../claims';
import type { FolderView } from '../folderView';
import type { ClassEntry, Unit } from '../model';
import { extensionIn, parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import { pack } from '../tables/packed';
import type { SplitGroup } from '../tables/splitGroups';
import { csvRows, eachCsvRow } from '../textLabels/csvRows';
import { OpenImagesReader } from '../textLabels/openImagesReader';
import {
  covering,
  findTextFiles,
  linesOf,
  sourcesOf,
  type TextFile,
  type TextHead,
  unitsOf,
} from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'open-images';
const namesLimit = 16 * 1024 * 1024;

/** What a file's rows are; labels that a machine guessed are only offered. */
type Kind = 'boxes' | 'masks' | 'points' | 'labels' | 'guesses';
const unitOfKind: Readonly<Record<Kind, Unit>> = {
  boxes: 'box',
  masks: 'instance',
  points: 'instance',
  labels: 'image',
  guesses: 'image',
};

export const openImages: LabelFormat = {
  id,
  title: 'Open Images',
  units: ['box', 'instance', 'image'],
  notes: {
    detects: 'CSV with `ImageID` and `LabelName`: boxes, masks, image labels; points of V7',
    splits: 'file names (`train-annotations-bbox.csv`, `validation-annotations-bbox.csv`)',
    remarks:
      'Names from class-descriptions. Image labels of confidence 0 are denials and left out, as are points not answered with yes. Boxes of groups are ' +
      'counted and said. Machine-generated labels are only offered.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles(root, signal, {
      id,
      extensions: extensionIn('.csv'),
      look,
      signature: (kind) => kind,
      alias: (path) => path.replace(/(^|\/)oidv\d+-/g, '$1'),
    });
    const names = groups.length === 0 ? [] : namesFiles(root);
    for (const group of groups) yield claimOf(group, names);
  },

  async plan(claim, files) {
    const { kind } = claim.options;
    const perImage = kind === 'labels' || kind === 'guesses';
    return {
      classes: await namesOf((claim.options.names ?? []) as readonly string[], files),
      order: 'declared',
      multiLabel: perImage,
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, { perImage }),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const perImage = unit.options.perImage === true;
    if (!perImage) tally.traits.add('images');
    for (const file of unit.paths) {
      const reader = new OpenImagesReader(perImage, tally, file, unit.split, unit.bytes);
      await eachCsvRow(file, input, tally, signal, reader);
      reader.end();
    }
  },
};

function look({ lines, path }: TextHead): Kind | undefined {
  const columns = new Set(csvRows(lines.slice(0, 1)).at(0));
  const has = (...names: readonly string[]): boolean => names.every((name) => columns.has(name));
  if (has('ImageId', 'X', 'Y', 'Label', 'EstimatedYesNo')) return 'points';
  if (!has('ImageID', 'LabelName')) return undefined;
  if (has('MaskPath')) return 'masks';
  if (has('XMin', 'XMax', 'YMin', 'YMax')) return 'boxes';
  if (!has('Confidence')) return undefined;
  return /machine/i.test(path) ? 'guesses' : 'labels';
}

/** Files that name the classes: class-descriptions, or `classes.csv` as FiftyOne lays them out. */
function namesFiles(root: FolderView): string[] {
  const found: string[] = [];
  for (const folder of root.walk()) {
    for (const name of folder.labelFiles) {
      if (/class-descriptions.*\.csv$|^classes\.csv$/i.test(name)) found.push(folder.pathOf(name));
    }
  }
  return found;
}

function claimOf(group: SplitGroup<TextFile<Kind>>, names: readonly string[]): Claim {
  const { path, found: kind } = group.members[0].value;
  const boxable = kind === 'boxes' || kind === 'masks';
  const rank = (name: string): number =>
    (parentPath(name) === parentPath(path) ? 0 : 2) + (/boxable/i.test(name) === boxable ? 0 : 1);
  const near = [...names].sort((a, b) => rank(a) - rank(b)).slice(0, 20);
  return {
    format: id,
    name: group.name,
    unit: unitOfKind[kind],
    confidence: kind === 'guesses' ? 0.4 : 0.96,
    evidence: [`CSV with the columns of Open Images (${kind})`],
    sources: sourcesOf(group),
    covers: covering(near),
    options: pack({ kind, names: near }),
  };
}

/** The classes of the first file that names any. */
async function namesOf(paths: readonly string[], files: ByteInput): Promise<ClassEntry[]> {
  for (const path of paths) {
    try {
      const bytes = await files.whole(path, namesLimit);
      const rows = csvRows(linesOf({ bytes, complete: true }));
      const entries = rows
        .filter((row) => row.length >= 2 && row[0] !== 'LabelName' && row[0].includes('/'))
        .map(([key, name]) => ({ id: key, name }));
      if (entries.length > 0) return entries;
    } catch (error) {
      // Names are a help only: without them the ids stand for themselves.
      if (!(error instanceof SourceError)) throw error;
    }
  }
  return [];
}
