// Datasets of one small JSON file an image: which folders belong together, in which splits, and how they are counted.
// Must not know formats.

import { splitsBeside } from '../annotations/setsBeside';
import type { JsonSelection } from '../bytes/jsonSelect';
import type { Claim, JsonObject, Plan, Source, WorkUnit } from '../claims';
import { batches, eachFile } from '../detect/eachFile';
import { splitOfFolder } from '../detect/folderWords';
import { outdatedRelease } from '../detect/releases';
import type { FolderView } from '../folderView';
import type { SplitName, Unit } from '../model';
import type { ByteInput } from '../ports';
import type { Problem } from '../problems';
import type { Tally } from '../tally';
import { type JsonFile, type JsonFolder, jsonFolders } from './catalog';
import { jsonReader } from './claims';

/** A folder's place in its dataset. */
export interface DocumentPlace {
  readonly base: FolderView;
  readonly split: SplitName;
}

/** One dataset of documents. */
export interface DocumentSet {
  readonly base: FolderView;
  readonly sources: readonly Source[];
  /** Those of its files that were looked at. */
  readonly files: readonly JsonFile[];
  /** Folders of more files than are named one by one, so that other JSON files are counted with them. */
  readonly unsorted: readonly string[];
  /** The release that they are of, where a newer one gives the labels of the same samples again. */
  readonly outdated?: string;
}

/** What a format says of a set. */
export interface DocumentFinding {
  readonly unit: Unit;
  readonly confidence: number;
  readonly evidence: string;
  readonly options?: JsonObject;
  readonly covers?: readonly Source[];
  readonly reading?: Claim['reading'];
}

const containers =
  /^(?:annotations?|anns?|labels?|json|jsons|polygons?|v\d(?:\.\d)?|gt|label_?json|labelme|completions)$/i;
const levels = 4;
/** More files of a mixed folder than this are not named one by one, which is said. */
const namedAtMost = 5000;

/** The split a folder above names; the dataset is what lies above that, else the folder that holds the annotations. */
export function placeOf(folder: FolderView): DocumentPlace {
  let at = folder;
  for (let level = 0; at.parent !== undefined && level < levels; level += 1, at = at.parent) {
    const split = splitOfFolder(at.name);
    if (split !== undefined) return { base: above(at.parent), split };
  }
  return { base: above(folder), split: 'all' };
}

function above(folder: FolderView): FolderView {
  const { parent } = folder;
  return containers.test(folder.name) && parent !== undefined ? parent : folder;
}

/** Claims for sets of documents that a format knows. */
export async function* detectDocuments(
  format: string,
  root: FolderView,
  signal: AbortSignal,
  isDocument: (file: JsonFile) => boolean,
  describe: (set: DocumentSet) => readonly DocumentFinding[],
  place: (folder: FolderView) => DocumentPlace = placeOf,
): AsyncGenerator<Claim> {
  for (const set of setsIn(await jsonFolders(root, signal), isDocument, place)) {
    for (const finding of describe(set)) {
      yield {
        format,
        name: set.outdated === undefined ? set.base.name : `${set.base.name} ${set.outdated}`,
        unit: finding.unit,
        confidence: set.outdated === undefined ? finding.confidence : offered(finding.confidence),
        evidence: [finding.evidence],
        sources: set.sources,
        ...(finding.covers === undefined ? {} : { covers: finding.covers }),
        ...(finding.reading === undefined ? {} : { reading: finding.reading }),
        options: withUnsorted(finding.options ?? {}, set),
      };
    }
  }
}

/** Below what is asserted, in the order of the formats that claim them. */
function offered(confidence: number): number {
  return confidence / 2;
}

type GrowingSet = DocumentSet & {
  readonly sources: Source[];
  readonly files: JsonFile[];
  readonly unsorted: string[];
};

function withUnsorted(options: JsonObject, { unsorted }: DocumentSet): JsonObject {
  return unsorted.length === 0 ? options : { ...options, unsorted };
}

function unsortedProblems({ options }: Claim): Problem[] {
  const folders = Array.isArray(options.unsorted) ? options.unsorted : [];
  return folders.map((folder): Problem => {
    const message =
      `“${String(folder)}” holds more than ${namedAtMost} JSON files, some of them of another kind: all are counted, ` +
      'those of another kind as samples without a label. Move them elsewhere to have them left out.';
    return { code: 'files-not-sorted', severity: 'warning', file: String(folder), message };
  });
}

function setsIn(
  folders: readonly JsonFolder[],
  isDocument: (file: JsonFile) => boolean,
  place: (folder: FolderView) => DocumentPlace,
): DocumentSet[] {
  const sets = new Map<string, GrowingSet>();
  const others = folders.flatMap(({ files }) => files.filter((file) => !isDocument(file)));
  for (const json of folders) {
    const files = json.files.filter((file) => file.lines.length === 0 && isDocument(file));
    if (files.length === 0 || files.length * 2 < Math.min(json.files.length, 3)) continue;
    const { base, split } = place(json.folder);
    const outdated = outdatedRelease(json.folder);
    const key = `${base.path}\n${outdated ?? ''}`;
    const set = sets.get(key) ?? {
      base,
      sources: [],
      files: [],
      unsorted: [],
      ...(outdated && { outdated }),
    };
    sets.set(key, set);
    set.files.push(...files);
    const mixed = others.some((file) => isIn(file.folder, json.folder));
    const isUnsorted = mixed && json.names.length > namedAtMost;
    if (isUnsorted) set.unsorted.push(json.folder.path);
    set.sources.push(...sourcesOf(json, files, split, mixed && !isUnsorted));
  }
  return [...sets.values()];
}

function isIn(folder: FolderView, other: FolderView): boolean {
  return folder === other || other.path === '' || folder.path.startsWith(`${other.path}/`);
}

/** The folder where all its JSON files are documents, else the files; a sampled folder without the odd ones. */
function sourcesOf(
  { folder, names, files: opened }: JsonFolder,
  files: readonly JsonFile[],
  split: SplitName,
  mixed: boolean,
): Source[] {
  if (!mixed) {
    return [{ path: folder.path, kind: 'folder', split, extensions: ['.json'] }];
  }
  const odd = new Set(opened.filter((file) => !files.includes(file)).map((file) => file.name));
  return names
    .filter((name) => !odd.has(name))
    .map((name) => ({ path: folder.pathOf(name), kind: 'file', split }));
}

/** Work units of many documents each; their splits are told by folders, else by lists beside them. */
export async function planDocuments(
  claim: Claim,
  files: ByteInput,
  root: FolderView,
  how: Partial<Omit<Plan, 'units'>> = {},
): Promise<Plan> {
  const { splitOf, problems } = await splitsBeside(claim, root, files);
  const bySplit = new Map<SplitName, string[]>();
  for (const source of claim.sources) {
    const own = source.kind === 'file' ? [source.path] : documentsIn(root.at(source.path));
    for (const path of own) {
      const split = splitOf(path) ?? source.split;
      const paths = bySplit.get(split);
      if (paths === undefined) bySplit.set(split, [path]);
      else paths.push(path);
    }
  }
  const units: WorkUnit[] = [];
  for (const [split, paths] of bySplit) {
    const [first] = paths;
    const each = paths.length === 0 ? 0 : await files.size(first);
    for (const batch of batches(paths)) {
      units.push({
        format: claim.format,
        split,
        paths: batch,
        bytes: each * batch.length,
        options: claim.options,
      });
    }
  }
  return {
    classes: [],
    order: 'text',
    multiLabel: false,
    openVocabulary: false,
    ...how,
    problems: [...(how.problems ?? []), ...problems, ...unsortedProblems(claim)],
    units,
  };
}

function documentsIn(folder: FolderView | undefined): string[] {
  const names =
    folder?.files.filter((name) => /\.json$/i.test(name) && !name.startsWith('.')) ?? [];
  return names.map((name) => folder?.pathOf(name) ?? name);
}

/** Reads each document of a unit with one selection; `end` counts it. */
export function countDocuments(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
  selection: JsonSelection,
  end: (file: string) => void,
): Promise<void> {
  let current = '';
  const reader = jsonReader(tally, () => current, selection);
  return eachFile(unit, input, tally, signal, (bytes, path) => {
    current = path;
    reader.reset();
    reader.feed(bytes);
    reader.end();
    end(path);
  });
}
