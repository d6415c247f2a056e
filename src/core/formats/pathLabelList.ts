// Text lists of “path label” lines, as ImageNet-LT, Places-LT, OpenMMLab and many scripts have them.
// Must not know how a line is taken apart; tables/ does.

import { sniffEncoding } from '../bytes/encoding';
import type { Claim, Plan, Source, WorkUnit } from '../claims';
import { lookedAt } from '../detect/lookedAt';
import { areSplitByFolder, splitOfFileName } from '../detect/splits';
import { isNamesFile } from '../detect/namesFile';
import type { FolderView } from '../folderView';
import type { Unit } from '../model';
import { baseName, isPacked, parentPath } from '../paths';
import type { ByteInput } from '../ports';
import type { Tally } from '../tally';
import { feedRecords } from '../tables/feedRecords';
import { filmsNear } from '../tables/frameLists';
import { furtherSlices } from '../tables/furtherSlices';
import { mediaNamed } from '../tables/mediaNames';
import { nameListsBeside, namesFor, someLabels } from '../tables/nameLists';
import { pack } from '../tables/packed';
import { PathLineReader } from '../tables/pathLineReader';
import { type ListRecipe, type PathList, readPathList } from '../tables/pathLines';
import { groupBySplit, type SplitGroup } from '../tables/splitGroups';
import { mayHoldList } from '../tables/tableFiles';
import { ImageSplits, partitionNear, partitionSplits } from '../textLabels/imageTables';
import { linesOf } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'path-label-list';

interface Notes {
  readonly recipe: ListRecipe;
  readonly openVocabulary: boolean;
  readonly labels: readonly string[];
  readonly leftOut: readonly string[];
  /** A list of the split of each image. */
  readonly partition?: string;
}

/** One file; `list` is absent where it holds paths only. */
interface ListFile {
  readonly path: string;
  readonly list: PathList | undefined;
  readonly lines: number;
}

export const pathLabelList: LabelFormat = {
  id,
  title: 'Path and label list',
  units: ['image', 'clip'],
  notes: {
    detects: 'text files whose every line is a path and a label (`images/1.jpg 3`)',
    splits:
      'file and folder names (`train.txt`, `val.txt`, `*_train.txt`), `list_eval_partition.txt` (CelebA, DeepFashion), else folders of the paths',
    remarks:
      'names from `classes.txt`, `synsets.txt` and the like beside it; several integers are several labels',
  },
  detect,
  plan,
  // A list of splits would be read for each range.
  countsRanges: ({ paths, options }) =>
    options.partition === undefined && paths.every((path) => !isPacked(path)),
  count,
};

async function* detect(root: FolderView, signal: AbortSignal): AsyncGenerator<Claim> {
  const files: ListFile[] = [];
  for (const folder of root.walk()) {
    for (const name of folder.labelFiles) {
      const rule = folder.ruleFor(name);
      if (!mayHoldList(name, folder.files.length) && rule?.format !== id) continue;
      if (rule?.format !== undefined && rule.format !== id) continue;
      signal.throwIfAborted();
      const file = await lookedAt({ folder, name }, signal, () => lookAt(folder, name));
      if (file !== undefined) files.push(file);
    }
  }
  const lists = files.filter((file) => file.list !== undefined);
  const groups = groupBySplit(
    lists.map((file) => ({ path: file.path, signature: signatureOf(file), value: file })),
  );
  const others = groupBySplit(
    files
      .filter((file) => file.list === undefined)
      .map((file) => ({ path: file.path, signature: '', value: file })),
  );
  for (const group of groups) yield claimOf(group, others, root);
}

function signatureOf({ list }: ListFile): string {
  if (list === undefined) return '';
  const { integers, place, vector } = list.recipe;
  return [integers, place, vector, list.media].join(' ');
}

/** Fewer lines say too little where the file's name says nothing: any name and number look so. */
const fewestLines = 3;

function doubted(list: PathList | undefined): PathList | undefined {
  return list && { ...list, confidence: Math.min(list.confidence, 0.4) };
}

async function lookAt(folder: FolderView, name: string): Promise<ListFile | undefined> {
  const head = await folder.textHead(name);
  if (head === undefined || head.bytes.length === 0) return undefined;
  if (sniffEncoding(head.bytes).encoding === 'utf-8' && head.bytes.includes(0)) return undefined;
  const lines = linesOf(head);
  for (const slice of await furtherSlices(folder, name, head))
    lines.push(...linesOf({ bytes: slice, complete: true }));
  const ofClasses = /categor|class|label/i.test(name);
  const ofSplit = splitOfFileName(name) !== undefined;
  const read = readPathList(lines, head.complete, {
    ofClasses,
    ofSplit,
    mediaNamed: (names) => mediaNamed(names, folder),
    filmNamed: filmsNear(folder),
  });
  // Names of classes are no samples; paths in a file so named are.
  if (isNamesFile(name) && read?.media === undefined) return undefined;
  const path = folder.pathOf(name);
  const filled = lines.filter((line) => line.trim() !== '').length;
  const isNamed = ofClasses || ofSplit || folder.ruleFor(name) !== undefined;
  const list = filled < fewestLines && !isNamed ? doubted(read) : read;
  if (list?.recipe.place === 'last' && !ofSplit && areSplitByFolder(lines)) {
    const placed = { ...list, recipe: { ...list.recipe, inPath: true as const } };
    return { path, list: placed, lines: filled };
  }
  return filled === 0 ? undefined : { path, list, lines: filled };
}

function claimOf(
  group: SplitGroup<ListFile>,
  others: readonly SplitGroup<ListFile>[],
  root: FolderView,
): Claim {
  const lists = group.members.flatMap(({ value }) => value.list ?? []);
  const best = [...lists].sort((a, b) => b.confidence - a.confidence)[0];
  const leftOut = others
    .filter((other) => other.key === group.key)
    .flatMap(({ members }) => members);
  const folder = root.at(parentPath(group.members[0].path));
  const names = (folder?.files ?? [])
    .filter(isNamesFile)
    .map((name) => folder?.pathOf(name) ?? name);
  const isWhole = group.members.every(({ split }) => split === 'all');
  const partition = isWhole && best.media === 'image' ? partitionNear(folder, '.txt') : undefined;
  const notes: Notes = {
    recipe: {
      ...best.recipe,
      join: lists.find((list) => list.recipe.join !== null)?.recipe.join ?? null,
      frames: lists.some((list) => list.recipe.frames === true),
    },
    openVocabulary: lists.every((list) => list.openVocabulary),
    labels: someLabels(new Set(lists.flatMap((list) => list.labels))),
    leftOut: leftOut.map(({ path }) => path),
    ...(partition === undefined ? {} : { partition }),
  };
  return {
    format: id,
    name: group.name,
    unit: unitOf(best),
    confidence: best.confidence,
    evidence: [best.evidence],
    sources: group.members.map(({ path, split }): Source => ({ path, kind: 'file', split })),
    covers: [
      ...[...notes.leftOut, ...names, ...[partition ?? []].flat()].map(fileCovered),
      ...lists.flatMap(({ films }) => films ?? []).map(folderCovered),
    ],
    options: pack(notes),
  };
}

function fileCovered(path: string): Source {
  return { path, kind: 'file', split: 'all' };
}

function folderCovered(path: string): Source {
  return { path, kind: 'folder', split: 'all' };
}

function unitOf({ media }: PathList): Unit {
  return media === 'audio' || media === 'video' ? 'clip' : 'image';
}

async function plan(claim: Claim, files: ByteInput, folder: FolderView): Promise<Plan> {
  const { recipe, partition, labels, leftOut, openVocabulary } = claim.options as unknown as Notes;
  const first = claim.sources.at(0)?.path ?? '';
  const lists = nameListsBeside(folder.at(parentPath(first)), first);
  const names = await namesFor(labels, lists, files, { file: first });
  const vector = Array.from({ length: recipe.vector }, (_, at) => ({ id: `${at}`, name: `${at}` }));
  const classes = names?.classes ?? vector;
  return {
    classes,
    order: classes.length > 0 ? 'declared' : 'label',
    multiLabel: recipe.join !== null || recipe.vector > 0,
    openVocabulary,
    // Names that begin with id 1 say that there is no class 0.
    denseIndexes: recipe.integers && names?.classes.at(0)?.id !== '1',
    units: await Promise.all(
      claim.sources.map(async (source): Promise<WorkUnit> => {
        const bytes = await files.size(source.path);
        const options = pack({ recipe, ...(partition === undefined ? {} : { partition }) });
        return { format: id, split: source.split, paths: [source.path], bytes, options };
      }),
    ),
    problems: leftOut.map((file) => {
      const message = `${baseName(file)} lists paths without labels; it is left out.`;
      return { code: 'no-labels-in-file', severity: 'information', file, message };
    }),
  };
}

async function count(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { recipe, partition } = unit.options as unknown as Pick<Notes, 'recipe' | 'partition'>;
  const splits = partition === undefined ? undefined : new ImageSplits(partitionSplits);
  if (partition !== undefined) await splits?.read(partition, input, tally, signal);
  const { range } = unit;
  for (const file of unit.paths) {
    const own = range !== undefined && range.start > 0 ? { ...recipe, skip: 0 } : recipe;
    const list = new PathLineReader(own, tally, file, unit.split, splits);
    const how = { reader: list, cells: list.cells, signal, range };
    tally.range = await feedRecords(input, file, how);
    if (list.lines === 0 && range === undefined) {
      tally.problem({ code: 'no-rows', severity: 'warning', file, message: 'The list is empty.' });
    }
  }
}
