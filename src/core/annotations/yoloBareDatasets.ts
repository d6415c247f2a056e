// Joins bare YOLO label folders to datasets: those of one base folder, with the names file nearest to them.
// Must not know how folders are recognised nor how they are counted.

import type { Source } from '../claims';
import { imageExtensions } from '../detect/media';
import { bestNamesFile, namesNear } from '../detect/namesFile';
import type { FolderView } from '../folderView';
import { isBelow, parentPath } from '../paths';
import type { BareFolder } from './yoloBare';
import type { NamesSource, YoloDataset } from './yoloDataset';
import type { YoloEntry } from './yoloFiles';

/** One dataset a base folder (and row shape). `namesOnly`: descriptions that give names and nothing else. */
export function bareDatasets(
  folders: readonly BareFolder[],
  namesOnly: readonly NamesSource[],
): YoloDataset[] {
  const groups = new Map<string, BareFolder[]>();
  for (const folder of folders) {
    const key = `${baseOf(folder).path}\n${folder.poseFields.toString()}`;
    groups.set(key, [...(groups.get(key) ?? []), folder]);
  }
  return [...groups.values()].map((group) => datasetOf(group, namesOnly));
}

/** The base, or the folder above it that holds the names. */
function baseOf(folder: BareFolder): FolderView {
  const names = namesNear(folder.base);
  return names !== undefined && isBelow(folder.base.path, names.path) ? names : folder.base;
}

function datasetOf(group: readonly BareFolder[], namesOnly: readonly NamesSource[]): YoloDataset {
  const first = group[0];
  const base = baseOf(first);
  const names = namesFor(first, base, namesOnly);
  const withImages = group.filter((folder) => folder.images !== undefined);
  const sources = group.map(({ labels, split }): Source => ({
    path: labels.path,
    kind: 'folder',
    split,
    extensions: ['.txt'],
  }));
  return {
    name: base.name,
    confidence: confidenceOf(names !== undefined, withImages.length > 0),
    evidence: evidenceOf(group.length, names, withImages.length > 0),
    entries: group.map(entryOf),
    missing: [],
    bases: [base.path],
    names,
    classes: 0,
    poseFields: first.poseFields,
    sources,
    covers: coversOf(withImages, names),
  };
}

function entryOf({ labels, images, split }: BareFolder): YoloEntry {
  return { split, labels: labels.path, images: images?.path, shallow: true };
}

function confidenceOf(hasNames: boolean, hasImages: boolean): number {
  if (hasNames) return hasImages ? 0.85 : 0.7;
  return hasImages ? 0.75 : 0.55;
}

function evidenceOf(folders: number, names: NamesSource | undefined, hasImages: boolean): string[] {
  return [
    `${folders} ${folders === 1 ? 'folder' : 'folders'} of text files whose lines are YOLO rows`,
    ...(hasImages ? ['The files are named like the images'] : []),
    ...(names === undefined ? [] : [`${names.path} lists class names`]),
  ];
}

function namesFor(
  { labels }: BareFolder,
  base: FolderView,
  namesOnly: readonly NamesSource[],
): NamesSource | undefined {
  const folder = namesNear(labels);
  const path = folder === undefined ? undefined : bestNamesFile(folder);
  if (path !== undefined) return { path, kind: 'lines' };
  return namesOnly.find((names) => isBelow(base.path, parentPath(names.path)));
}

function coversOf(group: readonly BareFolder[], names: NamesSource | undefined): Source[] {
  const images = group.flatMap(({ images: folder, split }): Source[] =>
    folder === undefined
      ? []
      : [{ path: folder.path, kind: 'folder', split, extensions: imageExtensions }],
  );
  return names === undefined
    ? images
    : [{ path: names.path, kind: 'file', split: 'all' }, ...images];
}
