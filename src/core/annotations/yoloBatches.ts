// Joins bare YOLO datasets that are batches of one: numbered folders side by side, each with the same list of names.
// Must not know how a dataset is found nor how it is counted.

import type { FolderView } from '../folderView';
import { baseName, parentPath } from '../paths';
import type { YoloDataset } from './yoloDataset';
import { isLabelFile } from './yoloFiles';

const decoder = new TextDecoder();

/** `batch1` and `batch2` become one where their lists of names are alike and no label file is there twice. */
export async function joinedBatches(
  datasets: readonly YoloDataset[],
  root: FolderView,
): Promise<YoloDataset[]> {
  const groups = new Map<string, YoloDataset[]>();
  for (const dataset of datasets) {
    const key = (await batchOf(dataset, root)) ?? dataset.sources[0].path;
    groups.set(key, [...(groups.get(key) ?? []), dataset]);
  }
  return [...groups.values()].flatMap((group) =>
    group.length > 1 && areApart(group, root) ? [joined(group, root)] : group,
  );
}

/** What batches of one dataset share; undefined where the folder is not numbered, or its number is a version. */
async function batchOf(dataset: YoloDataset, root: FolderView): Promise<string | undefined> {
  const [base] = dataset.bases;
  const name = baseName(base);
  const isVersion = /(?:^|[^a-z])v(?:er(?:sion)?)?[._ -]?\d/i.test(name);
  if (!/\d/.test(name) || isVersion || dataset.names?.kind !== 'lines') return undefined;
  const head = await root.headAt(dataset.names.path);
  if (head?.complete !== true) return undefined;
  const names = decoder
    .decode(head.bytes)
    .trim()
    .split(/\s*\n\s*/);
  return [parentPath(base), name.replace(/\d+/g, '#'), dataset.poseFields, ...names].join('\n');
}

function areApart(datasets: readonly YoloDataset[], root: FolderView): boolean {
  const seen = new Set<string>();
  for (const { sources } of datasets) {
    for (const { path } of sources) {
      for (const name of root.at(path)?.labelFiles.filter(isLabelFile) ?? []) {
        if (seen.has(name)) return false;
        seen.add(name);
      }
    }
  }
  return true;
}

function joined(batches: readonly YoloDataset[], root: FolderView): YoloDataset {
  const [first] = batches;
  const name = (root.at(parentPath(first.bases[0])) ?? root).name;
  return {
    ...first,
    name,
    confidence: Math.min(...batches.map(({ confidence }) => confidence)),
    evidence: [
      `${batches.length} numbered folders of text files whose lines are YOLO rows`,
      `${first.names?.path} lists the class names, and so do the others`,
    ],
    entries: batches.flatMap(({ entries }) => entries),
    bases: batches.flatMap(({ bases }) => bases),
    sources: batches.flatMap(({ sources }) => sources),
    covers: batches.flatMap(({ covers }) => covers),
  };
}
