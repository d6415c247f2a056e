// Class folders: the name of a folder is the class of every image below it, as torchvision's ImageFolder has it.
// Must not know other formats; counts from listings alone, no file is opened.

import type { Claim, Json, Plan, Source, WorkUnit } from '../claims';
import { type ClassLayout, ClassTree, type LayoutPart } from '../detect/classTree';
import { batches } from '../detect/eachFile';
import { isIllustrationFolder, isSkippedFolder } from '../detect/folderWords';
import { imageExtensions, isImage } from '../detect/media';
import type { FolderView } from '../folderView';
import { joinPath } from '../paths';
import { type ByteInput, type Listing, SourceError } from '../ports';
import type { Problem } from '../problems';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'class-folders';
const foldersPerUnit = 250;

/** Hidden files are none: archives made on a Mac hold a `._x.jpg` for each `x.jpg`. */
function isSample(name: string): boolean {
  return isImage(name) && !name.startsWith('.');
}

export const classFolders: LabelFormat = {
  id,
  title: 'Class folders',
  units: ['image'],
  notes: {
    detects:
      '`<root>/[split/]<class>/**/*.jpg` and the other image extensions; also `<class>/<split>`',
    splits: 'Folders named like train, val or test, above or below the class folders',
    remarks:
      'Counted recursively in the order of torchvision (class names by code point). Images beside the class folders ' +
      'are unlabelled; folders of masks or label files are left out; an empty class folder is a class with count 0.',
  },

  async *detect(folder, signal) {
    const layouts: ClassLayout[] = [];
    for (const layout of new ClassTree(isSample).layouts(folder)) {
      signal.throwIfAborted();
      layouts.push(layout);
    }
    await Promise.resolve();
    const several = layouts.filter((layout) => layout.shape !== 'single');
    for (const layout of several.length > 0 ? several : layouts) yield* claimsFor(layout);
  },

  plan(claim, _files, folder) {
    const path = claim.options.root;
    const root = typeof path === 'string' ? folder.at(path) : undefined;
    const layout = root === undefined ? undefined : new ClassTree(isSample).layoutAt(root);
    if (layout === undefined) throw new Error(`${claim.name} holds no class folders any more.`);
    return Promise.resolve(
      claim.reading?.id === 'leaves' ? leafPlan(layout) : planFor(layout, claim),
    );
  },

  async count(unit, input, tally, signal) {
    const labels = unit.options.labels;
    const split = tally.split(unit.split);
    for (const [at, path] of unit.paths.entries()) {
      signal.throwIfAborted();
      const label = Array.isArray(labels) ? (labels as readonly Json[]).at(at) : undefined;
      const index = typeof label === 'string' ? tally.labels.indexOfText(label) : -1;
      await eachSample(path, unit.options.deep === true, input, tally, (folder, name) => {
        split.samples += 1;
        if (index >= 0) split.add(index);
        else split.unlabelled += 1;
        split.recorder?.end(joinPath(folder, name));
      });
    }
  },
};

function* claimsFor(layout: ClassLayout): Generator<Claim> {
  const { root, parts, shape, names } = layout;
  const splits = [...new Set(parts.map((part) => part.split))];
  const where = shape === 'flat' || shape === 'single' ? '' : ` in ${splits.join(', ')}`;
  const claim: Claim = {
    format: id,
    name: root.name,
    unit: 'image',
    confidence: confidenceOf(layout),
    evidence: [`${names.length} class folders of images${where}: ${shortList(names)}`],
    sources: parts.flatMap((part) => sourcesOf(part, layout)),
    options: { root: root.path },
  };
  if (!layout.deep) {
    yield claim;
    return;
  }
  const reading = { id: 'top-folders', title: 'the upper class folders' };
  const leaves = { id: 'leaves', title: 'the innermost folders' };
  // Places365 keeps its classes under their first letters, which nobody means as classes.
  const letters = names.length > 3 && names.every((name) => name.length === 1);
  const under = Math.min(claim.confidence, 0.4);
  yield { ...claim, reading, confidence: letters ? under : claim.confidence };
  yield { ...claim, reading: leaves, confidence: letters ? claim.confidence : under };
}

function shortList(names: readonly string[]): string {
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
}

function confidenceOf(layout: ClassLayout): number {
  const { names, shape, root } = layout;
  if (shape === 'single' || names.length < 2) return 0.2;
  if (hasMasksBeside(root) || /(?:^|\/)jpegimages(?:\/|$)/i.test(root.path)) return 0.35;
  if (shape !== 'flat') return 0.8;
  if (root.path.split('/').some(isIllustrationFolder)) return 0.3;
  return sampleShare(layout) < 0.5 || areItems(layout) ? 0.35 : 0.6;
}

/** Trees of masks beside the tree of images: the images are for segmentation, whatever their folders are called. */
function hasMasksBeside(root: FolderView): boolean {
  for (let at = root; at.parent !== undefined; at = at.parent) {
    const names = at.parent.folders.map((folder) => folder.name);
    const masks = at.parent.folders.filter(
      (folder) =>
        folder !== at && isSkippedFolder(folder.name, names) && !folder.name.startsWith('.'),
    );
    if (masks.some((folder) => holdsImages(folder, 4))) return true;
  }
  return false;
}

function holdsImages(folder: FolderView, depth: number): boolean {
  if (folder.files.some(isSample)) return true;
  return depth > 0 && folder.folders.some((child) => holdsImages(child, depth - 1));
}

/** Many folders of hardly more than one image: products, persons or days rather than classes. */
function areItems({ parts, names }: ClassLayout): boolean {
  const files = parts.flatMap((part) => part.classes.map((entry) => filesBelow(entry.folder)));
  return names.length > 20 && files.reduce((sum, count) => sum + count, 0) < names.length * 1.5;
}

function filesBelow(folder: FolderView): number {
  return folder.folders.reduce((sum, child) => sum + filesBelow(child), folder.files.length);
}

/** Share of images among the files of a few class folders: folders of code or pages also hold pictures. */
function sampleShare(layout: ClassLayout): number {
  const some = layout.parts.flatMap((part) => part.classes.slice(0, 20));
  const files = some.flatMap((entry) => entry.folder.files.slice(0, 200));
  return files.length === 0 ? 1 : files.filter(isSample).length / files.length;
}

/** One source a split where its folder holds nothing else, else one a class folder. */
function sourcesOf(part: LayoutPart, layout: ClassLayout): Source[] {
  const source = (folder: FolderView): Source => ({
    path: folder.path,
    kind: 'folder',
    split: part.split,
    extensions: imageExtensions,
  });
  if (layout.shape === 'splits') return [source(part.folder)];
  return part.classes.map((entry) => source(entry.folder));
}

function planFor(layout: ClassLayout, claim: Claim): Plan {
  const units = layout.parts.flatMap((part) =>
    partUnits(part, layout, splitOf(claim, part, layout)),
  );
  const problems = [...emptyClasses(layout), ...unevenClasses(layout), ...looseImages(layout)];
  return planOf(layout.names, units, problems);
}

/** The claim's split, which a rule of the user may have changed. */
function splitOf(claim: Claim, part: LayoutPart, layout: ClassLayout): string {
  const path = sourcesOf(part, layout).at(0)?.path;
  return claim.sources.find((source) => source.path === path)?.split ?? part.split;
}

function partUnits(part: LayoutPart, layout: ClassLayout, split: string): WorkUnit[] {
  const labels = new Map(part.classes.map((entry) => [entry.folder.path, entry.label]));
  const unit = (paths: readonly string[], deep: boolean): WorkUnit => ({
    format: id,
    split,
    paths,
    bytes: 0,
    options: { labels: paths.map((path) => labels.get(path) ?? null), deep },
  });
  const units = batches([...labels.keys()], foldersPerUnit).map((paths) => unit(paths, true));
  if (part.classes.length === 0) return [unit([part.folder.path], true)];
  const isShared = layout.shape === 'inside' && part !== layout.parts.at(0);
  return part.folder.files.some(isSample) && !isShared
    ? [...units, unit([part.folder.path], false)]
    : units;
}

function leafPlan(layout: ClassLayout): Plan {
  const leaves = layout.parts.flatMap((part) =>
    part.classes.flatMap((entry) =>
      [...entry.folder.walk()].filter((at) => at.files.some(isSample)),
    ),
  );
  const label = (folder: FolderView): string =>
    layout.root.path === '' ? folder.path : folder.path.slice(layout.root.path.length + 1);
  const names = leaves.map(label);
  const units = batches(leaves, foldersPerUnit).map((folders): WorkUnit => {
    const options = { labels: folders.map(label), deep: false };
    return { format: id, split: 'all', paths: folders.map((at) => at.path), bytes: 0, options };
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

function emptyClasses(layout: ClassLayout): Problem[] {
  const tree = new ClassTree(isSample);
  const entries = layout.parts.flatMap((part) => part.classes);
  return entries
    .filter((entry) => !tree.hasSamples(entry.folder))
    .map((entry) => ({
      code: 'empty-class-folder',
      severity: 'warning',
      file: entry.folder.path,
      message:
        `The class folder ${entry.label} holds no image: it counts as a class with 0 images. ` +
        "torchvision's ImageFolder refuses it unless allow_empty is set.",
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

function looseImages(layout: ClassLayout): Problem[] {
  const folders = new Set(layout.parts.map((part) => part.folder));
  return [...folders].flatMap((folder) => {
    const loose = folder.files.filter(isSample).length;
    if (loose === 0) return [];
    const message = `${loose} images lie beside the class folders and have no class; they count as unlabelled.`;
    return [{ code: 'images-without-class', severity: 'information', file: folder.path, message }];
  });
}

/** Calls back for each image in a folder, files before folders, each by code point. */
async function eachSample(
  path: string,
  deep: boolean,
  input: ByteInput,
  tally: Tally,
  call: (folder: string, name: string) => void,
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
  for (const name of listing.files) if (isSample(name)) call(path, name);
  if (!deep) return;
  for (const name of listing.folders) {
    const below = joinPath(path, name);
    if (isSkippedFolder(name, listing.folders)) leftOut(name, below, tally);
    else await eachSample(below, true, input, tally, call);
  }
}

function leftOut(name: string, path: string, tally: Tally): void {
  if (name.startsWith('.') || name.startsWith('__')) return;
  const message = `${path} lies in a class folder but is named like masks or label files; what it holds is not counted.`;
  tally.problem({ code: 'folder-left-out', severity: 'information', file: path, message });
}
