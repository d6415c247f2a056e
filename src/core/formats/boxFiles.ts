// Text files with the boxes of one image each, one a line: a class by its name or number, and corners in pixels.
// Must not know other formats, nor how a line is written; textLabels/boxDialects does.

import type { Claim, Source } from '../claims';
import { eachFile } from '../detect/eachFile';
import { isAnnotationFolder, isIllustrationFolder } from '../detect/folderWords';
import { imageExtensions, isImage } from '../detect/media';
import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { splitsBeside } from '../annotations/setsBeside';
import { splitPlaceOf } from '../annotations/splitGroups';
import { parentPath } from '../paths';
import type { ByteInput } from '../ports';
import { mediaNamed } from '../tables/mediaNames';
import { nameListsBeside, namesFor, someLabels } from '../tables/nameLists';
import { pack } from '../tables/packed';
import { type BoxDialect, boxDialects, boxesIn, type BoxRow } from '../textLabels/boxDialects';
import { BoxFileReader } from '../textLabels/boxFileReader';
import {
  findLabelFolders,
  folderUnits,
  type LabelFolder,
  labelFilesIn,
  sharedFolder,
} from '../textLabels/smallFiles';
import type { LabelFormat } from './format';

const id = 'box-files';
const any = (): boolean => true;
/** Classes of NWPU VHR-10, as its readme numbers them from 1. */
const vhrClasses =
  'airplane,ship,storage tank,baseball diamond,tennis court,basketball court,ground track field,harbor,bridge,vehicle'.split(
    ',',
  );

/** Fewest boxes that tell classes from words. */
const enoughRows = 10;

/** What the files of a folder say that were looked at. */
interface Seen {
  readonly dialects: Set<BoxDialect>;
  readonly rows: BoxRow[];
}

interface Dataset {
  readonly folders: LabelFolder<BoxDialect>[];
  readonly rows: BoxRow[];
}

export const boxFiles: LabelFormat = {
  id,
  title: 'Boxes in text files',
  units: ['box'],
  notes: {
    detects:
      'text files, one an image, of `class x y x y` (OIDv4 toolkit, mAP tools), `(x,y),(x,y),class` (NWPU VHR-10), ' +
      '`% bbGt version=3`, a count and `class x y x y` or `x y x y class`, PASCAL Annotation 1.00',
    splits:
      'folders (`train/Apple/Label`), or lists of images beside them (`train.txt`, `val.txt`)',
    remarks:
      'Names of numbered classes from `classes.txt` and the like. Lines that also hold a score are results and not read. ' +
      'Boxes that bbGt marks to be ignored are left out, which is said.',
  },

  async *detect(root, signal) {
    const seen = new Map<FolderView, Seen>();
    const groups = await findLabelFolders<BoxDialect>(root, signal, {
      id,
      accepts: any,
      look: (lines, folder) => {
        if (lines.every((line) => line.trim() === '')) return 'empty';
        const found = boxesIn(lines);
        if (found === undefined) return undefined;
        const all = seen.get(folder) ?? { dialects: new Set(), rows: [] };
        seen.set(folder, all);
        all.dialects.add(found.dialect);
        all.rows.push(...found.rows);
        return all.dialects.size > 1 ? undefined : found.dialect;
      },
    });
    for (const dataset of datasetsOf(groups.flat(), seen)) {
      const claim = claimOf(dataset, root);
      if (claim !== undefined) yield claim;
    }
  },

  async plan(claim, files, root) {
    const { dialect, open } = claim.options;
    const classes = await namedClasses(claim, files, root);
    const { splitOf, problems } = await splitsBeside(claim, root, files);
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: open === true,
      units: folderUnits(claim, root, { dialect }, { accepts: any, splitOf }),
      problems,
    };
  },

  async count(unit, input, tally, signal) {
    const dialect = boxDialects.find(({ name }) => name === unit.options.dialect);
    if (dialect === undefined) throw new Error('The claim names no dialect.');
    const reader = new BoxFileReader(dialect, tally, unit.split);
    tally.traits.add('images');
    await eachFile(unit, input, tally, signal, (bytes, path) => {
      reader.read(bytes, path);
    });
  },
};

/** Folders of one dialect that lie alike: one a split, one a class, or numbered parts. */
function datasetsOf(
  folders: readonly LabelFolder<BoxDialect>[],
  seen: ReadonlyMap<FolderView, Seen>,
): Iterable<Dataset> {
  const datasets = new Map<string, Dataset>();
  for (const folder of folders) {
    const rows = seen.get(folder.folder)?.rows ?? [];
    const key = `${folder.found.name}\n${placeOf(folder.folder, rows)}`;
    const dataset = datasets.get(key) ?? { folders: [], rows: [] };
    datasets.set(key, dataset);
    dataset.folders.push(folder);
    dataset.rows.push(...rows);
  }
  return datasets.values();
}

const numberedPart = /^(?:(?:part|batch|chunk|seq|sequence|video|clip|scene)[_-]?)?\d+$/i;

/** The folder's path without its split, and without the class or the number that it is called by. */
function placeOf(folder: FolderView, rows: readonly BoxRow[]): string {
  const parts = parentPath(splitPlaceOf(folder.pathOf('x')).key).split('/');
  const at = parts.findLastIndex((part) => !isAnnotationFolder(part));
  const labels = new Set(rows.map(({ label }) => plain(label)));
  if (at >= 0 && (numberedPart.test(parts[at]) || labels.has(plain(parts[at])))) parts[at] = '#';
  return parts.join('/');
}

function plain(text: string): string {
  return text.toLowerCase().replace(/[_\-\s]+/g, ' ');
}

function claimOf({ folders, rows }: Dataset, root: FolderView): Claim | undefined {
  const [{ folder, found }] = folders;
  const shared = sharedFolder(folders.map((one) => one.folder)) ?? root;
  const labels = new Set(rows.map(({ label }) => label));
  const isBesideImages = areNamedAsImages(folder);
  // Words of pages stand beside pictures as well, and seldom recur.
  const doRecur = rows.length < enoughRows || labels.size * 2 <= rows.length;
  const isSure =
    found.isSignature === true || (isBesideImages && (doRecur || isBesideResults(folder)));
  if (!isSure && !isPlausible(folder, rows)) return undefined;
  return {
    format: id,
    name: shared.name,
    unit: 'box',
    confidence: found.isSignature === true ? 0.95 : isSure ? 0.9 : 0.6,
    evidence: [
      `text files of boxes, one a line (${found.name})`,
      ...(isBesideImages ? ['The files are named like the images'] : []),
    ],
    sources: folders.map((one): Source => ({
      path: one.folder.path,
      kind: 'folder',
      split: one.split,
      extensions: ['.txt'],
    })),
    covers: folders.flatMap(({ folder: own, split }): Source[] =>
      own.files.some((name) => isImage(name))
        ? [{ path: own.path, kind: 'folder', split, extensions: imageExtensions }]
        : [],
    ),
    options: pack({ dialect: found.name, labels: someLabels(labels), open: !isSure }),
  };
}

const boxWord =
  /(?:^|[^a-z])(?:gt|box(?:es)?|bbox(?:es)?|label\w*|annot\w*|ground.?truths?)(?:[^a-z]|$)/i;

/** Corners in order, and classes that recur: else the lines may be any words with four figures. */
function isPlausible(folder: FolderView, rows: readonly BoxRow[]): boolean {
  const names = [...folder.path.split('/'), ...labelFilesIn(folder, any).slice(0, 1)];
  if (rows.length < 3 || names.some((name) => isIllustrationFolder(name))) return false;
  if (!names.some((name) => boxWord.test(name))) return false;
  const labels = new Set(rows.map(({ label }) => label));
  return (
    labels.size * 2 <= rows.length &&
    rows.every(({ corners }) => {
      const [left, top, right, bottom] = corners ?? [];
      return left >= 0 && top >= 0 && right > left && bottom > top && right > 1;
    })
  );
}

/** `001.txt` or `001.jpg.txt` beside `001.jpg`, in the folder, beside it or above it. */
function areNamedAsImages(folder: FolderView): boolean {
  const stems = labelFilesIn(folder, any).map((name) =>
    name.replace(/\.txt$/i, '').replace(/\.(?:jpe?g|png|bmp|tiff?)$/i, ''),
  );
  return mediaNamed(stems, folder, 'image') !== undefined;
}

/** What a detector found in the same images lies beside it. */
function isBesideResults(folder: FolderView): boolean {
  const own = new Set(labelFilesIn(folder, any));
  const others = folder.parent?.folders.filter((one) => one !== folder) ?? [];
  return others.some(
    (one) =>
      /^(?:detections?|detected|dets?|predict(?:ion|ed)s?|preds?)(?:[-_ ]|$)/i.test(one.name) &&
      labelFilesIn(one, any).some((name) => own.has(name)),
  );
}

async function namedClasses(
  claim: Claim,
  files: ByteInput,
  root: FolderView,
): Promise<readonly ClassEntry[]> {
  const labels = claim.options.labels as readonly string[];
  if (labels.length === 0 || !labels.every((label) => /^\d+$/.test(label))) return [];
  const { path } = claim.sources[0];
  const lists = nameListsBeside(root.at(path), path);
  const names = await namesFor(labels, lists, files, { file: `${path}/x` });
  if (names !== undefined) return names.classes;
  const isVhr = claim.options.dialect === 'corners in parentheses' && /vhr/i.test(path);
  const isKnown = labels.every((label) => Number(label) >= 1 && Number(label) <= vhrClasses.length);
  return isVhr && isKnown ? vhrClasses.map((name, at) => ({ id: (at + 1).toString(), name })) : [];
}
