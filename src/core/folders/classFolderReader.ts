// Class folders of any kind of sample: the name of a folder is the class of every sample below it.
// Must not know which kind; counts from listings alone.

import type { Claim, Json, Plan, Source, WorkUnit } from '../claims';
import { type ClassLayout, ClassTree, type LayoutPart } from '../detect/classTree';
import { batches } from '../detect/eachFile';
import { isSkippedFolder } from '../detect/folderWords';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { joinPath } from '../paths';
import { type ByteInput, type Listing, SourceError } from '../ports';
import type { Unit } from '../model';
import type { Problem } from '../problems';
import { confidenceOf } from './classConfidence';
import { samplesAmong } from './samplesAmong';
import { type ListedSplits, listProblems, listsBeside, readSplitLists } from './splitLists';
import { namedFolders } from './folderNames';
import { pack } from '../tables/packed';
import type { SplitTally, Tally } from '../tally';
import type { LabelFormat } from '../formats/format';
import { plural } from '../plural';

const foldersPerUnit = 250;
/** Confidence at most in what could not be looked at. */
const unseen = 0.1;

/** One kind of sample that folders sort into classes. */
export interface FolderKind {
  readonly id: string;
  readonly unit: Unit;
  /** `image`, `audio file`: for sentences. */
  readonly noun: string;
  /** Tells a sample by its file name. */
  readonly isSample: (name: string) => boolean;
  /** Extensions of samples, for sources; all files where absent. */
  readonly extensions?: readonly string[];
  /** Samples directly beside the class folders are something else: lists, notes. Elsewhere they are unlabelled. */
  readonly ignoresLoose?: boolean;
  /** Folders that hold samples of no class (`unsup`), counted as unlabelled. */
  readonly unlabelled?: RegExp;
  /** Folders among the classes that are none and are left out (`_background_noise_`). */
  readonly notClasses?: RegExp;
  /** Lowers the confidence where the kind has doubts; `undefined` leaves it, 0 takes it away. May look at files. */
  readonly doubt?: (layout: ClassLayout) => Promise<number | undefined>;
  /** Lists of paths beside the class folders that say which samples are held out. */
  readonly lists?: Readonly<Record<string, string>>;
}

/** Detection, planning and counting of class folders of one kind. */
export function folderReader(kind: FolderKind): Pick<LabelFormat, 'detect' | 'plan' | 'count'> {
  const tree = (): ClassTree => new ClassTree(kind.isSample);
  return {
    async *detect(folder, signal) {
      const layouts: ClassLayout[] = [];
      for (const layout of tree().layouts(folder)) {
        signal.throwIfAborted();
        layouts.push(settled(kind, layout));
      }
      const several = layouts.filter((layout) => layout.shape !== 'single');
      for (const layout of several.length > 0 ? several : layouts) {
        const doubted = await folderLookedAt(layout.root, signal, async () => ({
          most: (await kind.doubt?.(layout)) ?? 1,
        }));
        const most = doubted?.most ?? unseen;
        if (most === 0) continue;
        for (const claim of claimsFor(kind, layout)) {
          yield { ...claim, confidence: Math.min(claim.confidence, most) };
        }
      }
    },

    async plan(claim, files, folder) {
      const path = claim.options.root;
      const root = typeof path === 'string' ? folder.at(path) : undefined;
      const found = root === undefined ? undefined : tree().layoutAt(root);
      if (found === undefined) throw new Error(`${claim.name} holds no class folders any more.`);
      const layout = settled(kind, found);
      const leaves = claim.reading?.id === 'leaves';
      if (leaves) return leafPlan(kind, layout);
      const planned = planFor(kind, layout, claim, await listsOf(kind, layout));
      return { ...planned, classes: await namedFolders(layout, files) };
    },

    count: (unit, input, tally, signal) => countFolders(kind, unit, input, tally, signal),
  };
}

/** The layout without folders that are no classes; those of no class stay, without a name. */
function settled(kind: FolderKind, layout: ClassLayout): ClassLayout {
  const { notClasses, unlabelled } = kind;
  if (notClasses === undefined && unlabelled === undefined) return layout;
  const parts = layout.parts.map((part) => ({
    ...part,
    classes: part.classes.filter((entry) => notClasses?.test(entry.label) !== true),
  }));
  const names = layout.names.filter(
    (name) => notClasses?.test(name) !== true && unlabelled?.test(name) !== true,
  );
  return { ...layout, parts, names };
}

async function countFolders(
  kind: FolderKind,
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const labels = unit.options.labels;
  const lists = unit.options.listed as unknown as ListedSplits | undefined;
  const splitOf = lists === undefined ? undefined : await readSplitLists(lists, input, tally);
  for (const [at, path] of unit.paths.entries()) {
    signal.throwIfAborted();
    const label = Array.isArray(labels) ? (labels as readonly Json[]).at(at) : undefined;
    const index = typeof label === 'string' ? tally.labels.indexOfText(label) : -1;
    const add = (split: SplitTally, times: number): void => {
      split.samples += times;
      if (index >= 0) split.add(index, times);
      else split.unlabelled += times;
    };
    const isPlain = splitOf === undefined && tally.observer === undefined;
    await eachFolder(path, unit.options.deep === true, input, tally, (folder, files) => {
      // Nobody asks which sample is which: a folder of thousands is one number.
      if (isPlain) {
        const count = samplesAmong(files, kind.isSample).length;
        if (count > 0) add(tally.split(unit.split), count);
        return;
      }
      for (const name of samplesAmong(files, kind.isSample)) {
        const sample = joinPath(folder, name);
        const split = tally.split(splitOf?.(sample) ?? unit.split);
        add(split, 1);
        split.recorder?.end(sample);
      }
    });
  }
}

function* claimsFor(kind: FolderKind, layout: ClassLayout): Generator<Claim> {
  const { root, parts, shape, names } = layout;
  const splits = [...new Set(parts.map((part) => part.split))];
  const where = shape === 'flat' || shape === 'single' ? '' : ` in ${splits.join(', ')}`;
  const claim: Claim = {
    format: kind.id,
    name: root.name,
    unit: kind.unit,
    confidence: confidenceOf(kind, layout),
    evidence: [
      plural(names.length, 'class folder', 'class folders') +
        ` of ${kind.noun}s${where}: ${shortList(names)}`,
    ],
    sources: parts.flatMap((part) => sourcesOf(kind, part, layout)),
    options: { root: root.path },
  };
  if (!layout.deep) {
    yield claim;
    return;
  }
  const reading = { id: 'top-folders', title: 'the upper class folders' };
  const leaves = { id: 'leaves', title: 'the innermost folders' };
  const lettered = layout.below === 'letters';
  const under = Math.min(claim.confidence, 0.4);
  yield { ...claim, reading, confidence: lettered ? under : claim.confidence };
  yield { ...claim, reading: leaves, confidence: lettered ? claim.confidence : under };
}

function shortList(names: readonly string[]): string {
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
}

/** One source a split where its folder holds nothing else, else one a class folder. */
function sourcesOf(kind: FolderKind, part: LayoutPart, layout: ClassLayout): Source[] {
  const source = (folder: FolderView): Source => ({
    path: folder.path,
    kind: 'folder',
    split: part.split,
    extensions: kind.extensions,
  });
  if (layout.shape === 'splits') return [source(part.folder)];
  return part.classes.map((entry) => source(entry.folder));
}

function planFor(
  kind: FolderKind,
  layout: ClassLayout,
  claim: Claim,
  listed: ListedSplits | undefined,
): Plan {
  const units = layout.parts.flatMap((part) =>
    partUnits(kind, part, layout, splitOf(kind, claim, part, layout), listed),
  );
  const problems = [
    ...emptyClasses(kind, layout),
    ...unevenClasses(layout),
    ...looseImages(kind, layout),
    ...(listed === undefined ? [] : listProblems(listed)),
  ];
  return planOf(layout.names, units, problems);
}

/** The claim's split, which a rule of the user may have changed. */
function splitOf(kind: FolderKind, claim: Claim, part: LayoutPart, layout: ClassLayout): string {
  const path = sourcesOf(kind, part, layout).at(0)?.path;
  return claim.sources.find((source) => source.path === path)?.split ?? part.split;
}

function partUnits(
  kind: FolderKind,
  part: LayoutPart,
  layout: ClassLayout,
  split: string,
  listed: ListedSplits | undefined,
): WorkUnit[] {
  const labels = new Map(
    part.classes.map((entry) => [
      entry.folder.path,
      kind.unlabelled?.test(entry.label) === true ? null : entry.label,
    ]),
  );
  // What no list names is what is left to train on, unless a list names that, too.
  const rest = listed !== undefined && split === 'all' && !('train' in listed.lists);
  const unit = (paths: readonly string[], deep: boolean): WorkUnit => ({
    format: kind.id,
    split: rest ? 'train' : split,
    paths,
    bytes: 0,
    options: pack({
      labels: paths.map((path) => labels.get(path) ?? null),
      deep,
      ...(listed === undefined ? {} : { listed }),
    }),
  });
  const units = batches([...labels.keys()], foldersPerUnit).map((paths) => unit(paths, true));
  if (part.classes.length === 0) return [unit([part.folder.path], true)];
  const isShared = layout.shape === 'inside' && part !== layout.parts.at(0);
  return part.folder.files.some((name) => kind.isSample(name)) &&
    kind.ignoresLoose !== true &&
    !isShared
    ? [...units, unit([part.folder.path], false)]
    : units;
}

/** The lists that lie beside the class folders of a dataset without split folders. */
async function listsOf(
  kind: FolderKind,
  { root, shape, names }: ClassLayout,
): Promise<ListedSplits | undefined> {
  if (shape !== 'flat') return undefined;
  const there = Object.entries(kind.lists ?? {}).filter(([, name]) => root.files.includes(name));
  if (there.length === 0) return listsBeside(root, new Set(names));
  return { lists: Object.fromEntries(there.map(([split, name]) => [split, root.pathOf(name)])) };
}

function leafPlan(kind: FolderKind, layout: ClassLayout): Plan {
  const leaves = layout.parts.flatMap((part) =>
    part.classes.flatMap((entry) =>
      [...entry.folder.walk()].filter((at) => at.files.some((name) => kind.isSample(name))),
    ),
  );
  const label = (folder: FolderView): string =>
    layout.root.path === '' ? folder.path : folder.path.slice(layout.root.path.length + 1);
  const names = leaves.map(label);
  const units = batches(leaves, foldersPerUnit).map((folders): WorkUnit => {
    const options = { labels: folders.map(label), deep: false };
    return {
      format: kind.id,
      split: 'all',
      paths: folders.map((at) => at.path),
      bytes: 0,
      options,
    };
  });
  return planOf(names, units, []);
}

function planOf(
  names: readonly string[],
  units: readonly WorkUnit[],
  problems: readonly Problem[],
): Plan {
  return {
    classes: names.map((name) => ({ id: name, name })),
    order: 'text',
    multiLabel: false,
    openVocabulary: false,
    units,
    problems,
  };
}

function emptyClasses(kind: FolderKind, layout: ClassLayout): Problem[] {
  const tree = new ClassTree(kind.isSample);
  const entries = layout.parts.flatMap((part) => part.classes);
  return entries
    .filter((entry) => !tree.hasSamples(entry.folder))
    .map((entry) => ({
      code: 'empty-class-folder',
      severity: 'warning',
      file: entry.folder.path,
      message:
        `The class folder ${entry.label} holds no ${kind.noun}: it counts as a class with count 0. ` +
        (kind.unit === 'image'
          ? "torchvision's ImageFolder refuses it unless allow_empty is set."
          : ''),
    }));
}

/** ImageFolder numbers the classes of each split by itself, so a class missing in one shifts the others. */
function unevenClasses(layout: ClassLayout): Problem[] {
  const labelled = layout.parts.filter((part) => part.classes.length > 0);
  return labelled.flatMap((part) => {
    const own = new Set(part.classes.map((entry) => entry.label));
    const missing = layout.names.filter((name) => !own.has(name));
    if (missing.length === 0 || layout.shape !== 'splits') return [];
    const message =
      `${part.split} lacks ${missing.length} of the ${layout.names.length} classes (${shortList(missing)}). ` +
      'A loader that numbers the folders of each split by itself will number its classes differently.';
    return [{ code: 'classes-differ', severity: 'warning', file: part.folder.path, message }];
  });
}

function looseImages(kind: FolderKind, layout: ClassLayout): Problem[] {
  if (kind.ignoresLoose === true) return [];
  const folders = new Set(layout.parts.map((part) => part.folder));
  return [...folders].flatMap((folder) => {
    const loose = folder.files.filter((name) => kind.isSample(name)).length;
    if (loose === 0) return [];
    const message = `${loose} ${kind.noun}s lie beside the class folders and have no class; they count as unlabelled.`;
    return [
      { code: `${kind.unit}s-without-class`, severity: 'information', file: folder.path, message },
    ];
  });
}

/** Calls back with the files of a folder, then of those below it, each by code point. */
async function eachFolder(
  path: string,
  deep: boolean,
  input: ByteInput,
  tally: Tally,
  call: (folder: string, files: readonly string[]) => void,
): Promise<void> {
  let listing: Listing;
  try {
    const answer = input.list(path);
    listing = answer instanceof Promise ? await answer : answer;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    tally.problem({ code: error.code, severity: 'error', file: path, message: error.message });
    return;
  }
  call(path, listing.files);
  if (!deep) return;
  for (const name of listing.folders) {
    const below = joinPath(path, name);
    if (isSkippedFolder(name, listing.folders)) leftOut(name, below, tally);
    else await eachFolder(below, true, input, tally, call);
  }
}

function leftOut(name: string, path: string, tally: Tally): void {
  if (name.startsWith('.') || name.startsWith('__')) return;
  const message = `${path} lies in a class folder but is named like masks or label files; what it holds is not counted.`;
  tally.problem({ code: 'folder-left-out', severity: 'information', file: path, message });
}
