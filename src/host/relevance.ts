// Which file events can change a count. Plain data, tested in plain Node.
// Must not know watchers, nor any one label format.

import { isSample } from '../core/detect/media';
import type { Dataset } from '../core/model';
import { baseName, extensionOf, isBelow, parentPath } from '../core/paths';

export type FileEvent = 'created' | 'changed' | 'deleted';

/** Extensions that label files have, also those of datasets that are not known yet. */
const labelExtensions = [
  '.arff',
  '.arrow',
  '.csv',
  '.feather',
  '.json',
  '.jsonl',
  '.lst',
  '.names',
  '.ndjson',
  '.parquet',
  '.tsv',
  '.txt',
  '.xml',
  '.yaml',
  '.yml',
];
/** Extensions that every label file of their folder tree may have, even far from any known one. */
const tables = ['.arff', '.arrow', '.csv', '.feather', '.jsonl', '.ndjson', '.parquet', '.tsv'];
/** Folders that come and go by the hundred and that no scan enters. */
const unwatched = new Set([
  '.git',
  '.class-balance',
  'node_modules',
  '__pycache__',
  'site-packages',
]);
const labelWords = /train|val|test|label|class|annot|instances|coco|data/i;

/**
 * True where an event can change what a scan of these datasets would find.
 * @param path relative to the workspace folder, with `/`.
 */
export function concerns(path: string, event: FileEvent, datasets: readonly Dataset[]): boolean {
  if (path.split('/').some((part) => part === '.git' || part === '.class-balance')) return false;
  const sources = datasets.flatMap((dataset) => dataset.sources);
  const extension = extensionOf(path);
  if (sources.includes(path)) return true;
  if (event === 'changed' && datasets.some((dataset) => readsContents(dataset, path))) return true;
  if (event !== 'changed' && sources.some((source) => isBelow(path, source))) return true;
  if (event === 'deleted') return sources.some((source) => isBelow(source, path));
  if (event === 'created' && sources.some((source) => isLikely(path, source))) return true;
  if (!labelExtensions.includes(extension)) return false;
  if (sources.some((source) => isBelow(path, source))) return true;
  if (event === 'created') return tables.includes(extension) || labelWords.test(baseName(path));
  // A names file or a data.yaml is no source, but lies beside or above one.
  const folder = parentPath(path);
  return labelWords.test(baseName(path)) && sources.some((source) => isBelow(source, folder));
}

/** True for a file in a source folder whose contents are read: of a class folder's pictures, only the names are. */
function readsContents({ sources, unit }: Dataset, path: string): boolean {
  if (isSample(path) && unit !== 'pixel') return false;
  return sources.some((source) => source !== '' && isBelow(path, source));
}

/** True where a new file may be one more of those beside it that a dataset is read from. */
function isLikely(path: string, source: string): boolean {
  if (parentPath(path) !== parentPath(source)) return false;
  const extension = extensionOf(path);
  const isAlike = extension !== '' && extension === extensionOf(source);
  return isAlike || labelWords.test(baseName(path));
}

/** True where a new name may be a folder that a scan would enter. */
export function mayBeFolder(path: string): boolean {
  const parts = path.split('/');
  return !baseName(path).includes('.') && !parts.some((part) => unwatched.has(part));
}

/** The folders among the sources, each once and none within another. A name with an extension counts as a file. */
export function sourceFolders(datasets: readonly Dataset[]): readonly string[] {
  const folders = datasets
    .flatMap((dataset) => dataset.sources)
    .filter((source) => source !== '' && !baseName(source).includes('.'));
  const unique = [...new Set(folders)];
  return unique.filter((path) => !unique.some((other) => other !== path && isBelow(path, other)));
}
