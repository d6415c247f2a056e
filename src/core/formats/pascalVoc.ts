// Pascal VOC: one XML file an image, `annotation` with `object/name`; ImageNet's boxes have the same form.
// Must not know other formats; files are read by annotations/vocReader.

import type { Claim, Plan, WorkUnit } from '../claims';
import { isAnnotationFile, type VocDataset, vocDatasets } from '../annotations/vocFolders';
import { vocNames } from '../annotations/vocNames';
import { VocReader } from '../annotations/vocReader';
import { readVocSets, vocId } from '../annotations/vocSets';
import { batches, countUnlabelled, eachFile } from '../detect/eachFile';
import { isImage } from '../detect/media';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { plural } from '../plural';
import type { Problem } from '../problems';
import type { LabelFormat } from './format';

const id = 'pascal-voc';
/** A guess, for progress only. */
const bytesPerFile = 1500;

export const pascalVoc: LabelFormat = {
  id,
  title: 'Pascal VOC',
  units: ['box', 'image'],
  notes: {
    detects:
      'XML files with the root `annotation` and `object/name`, in `Annotations` or beside the images',
    splits: '`ImageSets/Main/{train,val,test,trainval}.txt`, else folders named like splits',
    remarks:
      'Parts of objects are no classes. Difficult and truncated objects are counted, difficult ones are said. Images ' +
      'in trainval are counted once. ImageNet synsets get their names from synset_words.txt or LOC_synset_mapping.txt.',
  },

  async *detect(folder, signal) {
    for await (const dataset of vocDatasets(folder, signal)) yield claimOf(dataset);
  },

  async plan(claim, files, folder) {
    const notes = notesOf(claim);
    const base = folder.at(notes.base);
    if (base === undefined) throw new Error(`${claim.name} is not there any more.`);
    const classes = await vocNames(base, notes.example, files);
    const sets = await readVocSets(base, files);
    const { parts, unlisted } = partsOf(claim, notes, sets.splits, folder);
    const absent = withoutFile(base, parts, sets.splits);
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'text',
      multiLabel: false,
      openVocabulary: false,
      units: unitsOf(parts, absent.unlabelled),
      problems: [...sets.problems, ...unlistedProblem(unlisted, notes.base), ...absent.problems],
    } satisfies Plan;
  },

  async count(unit, input, tally, signal) {
    const reader = new VocReader(tally, unit.split);
    countUnlabelled(unit.options.unlabelled, tally.split(unit.split));
    tally.traits.add('images');
    await eachFile(unit, input, tally, signal, (bytes, path) => {
      reader.read(bytes, path);
    });
  },
};

interface Notes {
  readonly base: string;
  readonly bare: boolean;
  /** A class name that occurs. */
  readonly example: string;
}

function notesOf(claim: Claim): Notes {
  const { base, bare, example } = claim.options;
  return {
    base: typeof base === 'string' ? base : '',
    bare: bare === true,
    example: typeof example === 'string' ? example : '',
  };
}

function claimOf({ base, parts, bare, shape }: VocDataset): Claim {
  const extensions = bare ? undefined : ['.xml'];
  return {
    format: id,
    name: base.name,
    unit: 'box',
    confidence: shape.objects > 0 ? 0.9 : 0.6,
    evidence: [`XML files with the root annotation${shape.objects > 0 ? ' and object/name' : ''}`],
    sources: parts.map(({ folder, split }) => ({
      path: folder.path,
      kind: 'folder',
      split,
      extensions,
    })),
    options: { base: base.path, bare, example: shape.firstName },
  };
}

type Parts = ReadonlyMap<SplitName, readonly string[]>;

/** Annotation files by split; with image sets, those in none of them are a split of their own. */
function partsOf(
  claim: Claim,
  notes: Notes,
  sets: ReadonlyMap<string, SplitName>,
  root: FolderView,
): { parts: Parts; unlisted: number } {
  const parts = new Map<SplitName, string[]>();
  const seen = new Set<string>();
  // A part may lie in another: the inner one knows its split better.
  for (const source of claim.sources.toSorted((a, b) => b.path.length - a.path.length)) {
    for (const file of filesBelow(root.at(source.path), notes.bare)) {
      if (seen.has(file)) continue;
      seen.add(file);
      const listed = sets.size === 0 ? 'all' : (sets.get(vocId(file)) ?? 'unlisted');
      const split = source.split === 'all' ? listed : source.split;
      const files = parts.get(split);
      if (files === undefined) parts.set(split, [file]);
      else files.push(file);
    }
  }
  const unlisted = parts.get('unlisted') ?? [];
  const onlyUnlisted = parts.size === 1 && unlisted.length > 0;
  return onlyUnlisted
    ? { parts: new Map([['all', unlisted]]), unlisted: 0 }
    : { parts, unlisted: unlisted.length };
}

function* filesBelow(folder: FolderView | undefined, bare: boolean): Generator<string> {
  for (const at of folder?.walk() ?? []) {
    for (const name of at.files) if (isAnnotationFile(name, bare)) yield at.pathOf(name);
  }
}

/** Images of the sets that have no annotation file: unlabelled where the image is here, else only said. */
function withoutFile(
  base: FolderView,
  parts: Parts,
  sets: ReadonlyMap<string, SplitName>,
): { unlabelled: Parts; problems: readonly Problem[] } {
  const unlabelled = new Map<SplitName, string[]>();
  if (sets.size === 0) return { unlabelled, problems: [] };
  const annotated = new Set([...parts.values()].flatMap((files) => files.map(vocId)));
  const images = new Map<string, string>();
  for (const at of base.walk())
    for (const name of at.files) if (isImage(name)) images.set(vocId(name), at.pathOf(name));
  let missing = 0;
  for (const [image, split] of sets) {
    if (annotated.has(image)) continue;
    const path = images.get(image);
    const paths = unlabelled.get(split);
    if (path === undefined) missing += 1;
    else if (paths === undefined) unlabelled.set(split, [path]);
    else paths.push(path);
  }
  if (missing === 0) return { unlabelled, problems: [] };
  const message = plural(
    missing,
    'image of the image sets has neither an annotation nor an image in this workspace.',
    'images of the image sets have neither an annotation nor an image in this workspace.',
  );
  const problem: Problem = {
    code: 'listed-file-missing',
    severity: 'warning',
    file: base.path,
    message,
  };
  return { unlabelled, problems: [problem] };
}

function unitsOf(parts: Parts, unlabelled: Parts): WorkUnit[] {
  const splits = new Set([...parts.keys(), ...unlabelled.keys()]);
  return [...splits].flatMap((split) => {
    const files = parts.get(split) ?? [];
    const lists = files.length === 0 ? [[]] : batches(files);
    return lists.map((paths, index) => ({
      format: id,
      split,
      paths,
      bytes: paths.length * bytesPerFile,
      options: { unlabelled: index === 0 ? (unlabelled.get(split) ?? []) : [] },
    }));
  });
}

function unlistedProblem(count: number, file: string): Problem[] {
  if (count === 0) return [];
  const message = `${count} annotation files are in none of the image sets train, val, test and trainval; they are the split “unlisted”.`;
  return [{ code: 'not-in-image-sets', severity: 'information', file, message }];
}
