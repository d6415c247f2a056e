// Finds YOLO datasets that a data.yaml or an obj.data describes, and resolves the paths in it.
// Must not know rows nor how anything is counted.

import type { Source } from '../claims';
import { isJunkFolder } from '../detect/folderWords';
import { imageExtensions, isImage } from '../detect/media';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { extensionIn, joinPath, parentPath, resolvePath } from '../paths';
import { parseDarknetData, parseYoloYaml, type YoloData } from './yoloData';
import type { MissingPart, NamesSource, YoloDataset } from './yoloDataset';
import { filesOfList, isLabelFile, type YoloEntry } from './yoloFiles';
import { labelFolderOf, PathFinder } from './yoloPaths';

const linesTried = 50;

/** What the descriptions of a tree give. */
export interface Described {
  readonly datasets: readonly YoloDataset[];
  /** Files that only give names: no part of them was found. */
  readonly namesOnly: readonly NamesSource[];
}

/** Every dataset described anywhere below the root; of several descriptions of the same folders the first. */
export async function describedDatasets(root: FolderView, signal: AbortSignal): Promise<Described> {
  const datasets = new Map<string, YoloDataset>();
  const namesOnly: NamesSource[] = [];
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name)) continue;
    for (const name of byLikelihood(
      folder.labelFilesEnding(extensionIn('.yaml', '.yml', '.data')),
    )) {
      signal.throwIfAborted();
      const described = await lookedAt({ folder, name }, signal, async () => {
        const data = await descriptionIn(folder, name);
        if (data === undefined) return undefined;
        return { data, dataset: await resolved(root, folder, folder.pathOf(name), data) };
      });
      if (described === undefined) continue;
      const { data, dataset } = described;
      const key = JSON.stringify(dataset?.entries);
      if (dataset !== undefined && !datasets.has(key)) datasets.set(key, dataset);
      if (dataset === undefined && data.names !== undefined) {
        namesOnly.push({ path: folder.pathOf(name), kind: 'yaml' });
      }
    }
  }
  return { datasets: [...datasets.values()], namesOnly };
}

/** Descriptions by name, `data.yaml` and `dataset.yaml` first. */
function byLikelihood(files: readonly string[]): string[] {
  const all = files.filter((name) => /\.(?:ya?ml|data)$/i.test(name));
  const isUsual = (name: string): boolean => /^(?:data|dataset)\.ya?ml$/i.test(name);
  return [...all.filter(isUsual), ...all.filter((name) => !isUsual(name))];
}

async function descriptionIn(folder: FolderView, name: string): Promise<YoloData | undefined> {
  const head = await folder.head(name);
  if (head === undefined) return undefined;
  const end = head.complete ? head.bytes.length : head.bytes.lastIndexOf(10) + 1;
  const text = new TextDecoder().decode(head.bytes.subarray(0, end));
  return /\.data$/i.test(name) ? parseDarknetData(text) : parseYoloYaml(text);
}

async function resolved(
  root: FolderView,
  folder: FolderView,
  description: string,
  data: YoloData,
): Promise<YoloDataset | undefined> {
  const bases = basesOf(root, folder.path, data.root);
  const finder = new PathFinder(root, bases);
  const entries: YoloEntry[] = [];
  const missing: MissingPart[] = [];
  const sources: Source[] = [];
  for (const { split, paths } of data.splits) {
    const files = paths.filter(isImage);
    if (files.length > 0) {
      const entry = { split, files };
      entries.push(entry);
      sources.push(...(await sourcesOf(root, entry, bases)));
    }
    for (const written of paths) {
      if (isImage(written)) continue;
      const entry = entryFor(split, written, finder);
      const found = entry === undefined ? [] : await sourcesOf(root, entry, bases);
      if (entry === undefined) missing.push({ split, written });
      else entries.push(entry);
      sources.push(...found);
    }
  }
  if (!sources.some((source) => source.kind === 'folder')) return undefined;
  const names = namesOf(data, description, finder);
  return {
    name: folder.name,
    confidence: 0.95,
    evidence: [
      `${description} names the splits and ${data.names?.length ?? data.classes ?? 'the'} classes`,
    ],
    description,
    entries,
    missing,
    bases,
    names,
    classes: data.classes ?? 0,
    poseFields: data.poseFields,
    sources: unique(sources),
    covers: coversOf(entries, description, names),
  };
}

/** Folders that splits may be relative to: the key `path`, as it stands or as far as it exists here, else the file's. */
function basesOf(root: FolderView, folder: string, path: string | undefined): string[] {
  if (path === undefined) return [...new Set([folder, ''])];
  const here = resolvePath(folder, path);
  const bases = here !== undefined && root.at(here) !== undefined ? [here] : [];
  const found = new PathFinder(root, ['', folder, ...datasetsAbove(folder)]).folder(path);
  if (found !== undefined) bases.push(found.path);
  return [...new Set([...bases, folder, ''])];
}

/** Ultralytics keeps datasets in a folder of that name, beside whatever describes them. */
function datasetsAbove(folder: string): string[] {
  const parts = folder.split('/');
  return ['', ...parts.map((_, at) => parts.slice(0, at + 1).join('/'))]
    .map((above) => joinPath(above, 'datasets'))
    .reverse();
}

function entryFor(split: string, written: string, finder: PathFinder): YoloEntry | undefined {
  const isList = written.trim().toLowerCase().endsWith('.txt');
  const found = isList ? finder.file(written) : finder.folder(written);
  if (found === undefined) return undefined;
  const note = found.exact ? {} : { written };
  if (isList) return { split, list: found.path, ...note };
  return { split, images: found.path, labels: labelFolderOf(found.path), ...note };
}

/** What is counted for an entry; no folder where it has no label file. */
async function sourcesOf(
  root: FolderView,
  entry: YoloEntry,
  bases: readonly string[],
): Promise<Source[]> {
  const folderSource = (path: string): Source => ({
    path,
    kind: 'folder',
    split: entry.split,
    extensions: ['.txt'],
  });
  const foldersOf = (lines: readonly string[]): Source[] => {
    const files = filesOfList(root, entry, lines, bases);
    return [...new Set(files.labels.map(parentPath))].map((path) => folderSource(path));
  };
  if (entry.files !== undefined) return foldersOf(entry.files);
  if (entry.list === undefined) {
    const labels = root.at(entry.labels ?? '');
    return labels !== undefined && holdsLabels(labels) ? [folderSource(labels.path)] : [];
  }
  const head = await root.headAt(entry.list);
  const lines = new TextDecoder().decode(head?.bytes).split(/\r\n|\r|\n/);
  const whole = head?.complete === true ? lines : lines.slice(0, -1);
  return [
    { path: entry.list, kind: 'file', split: entry.split },
    ...foldersOf(whole.slice(0, linesTried)),
  ];
}

function holdsLabels(folder: FolderView): boolean {
  return folder.files.some(isLabelFile) || folder.folders.some(holdsLabels);
}

function namesOf(data: YoloData, description: string, finder: PathFinder): NamesSource | undefined {
  if (data.names !== undefined) return { path: description, kind: 'yaml' };
  const file = data.namesFile === undefined ? undefined : finder.file(data.namesFile);
  return file === undefined ? undefined : { path: file.path, kind: 'lines' };
}

function coversOf(
  entries: readonly YoloEntry[],
  description: string,
  names: NamesSource | undefined,
): Source[] {
  const files = [description, ...(names === undefined ? [] : [names.path])];
  const covers: Source[] = [...new Set(files)].map((path) => ({
    path,
    kind: 'file',
    split: 'all',
  }));
  for (const { images, split } of entries) {
    if (images !== undefined)
      covers.push({ path: images, kind: 'folder', split, extensions: imageExtensions });
  }
  return covers;
}

function unique(sources: readonly Source[]): Source[] {
  const known = new Map<string, Source>();
  for (const source of sources) if (!known.has(source.path)) known.set(source.path, source);
  return [...known.values()];
}
