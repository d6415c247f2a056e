// What Hugging Face's save_to_disk writes beside its Arrow files: state.json names them, dataset_info.json the classes.
// Must not know Arrow.

import type { FolderView } from '../folderView';
import { type FeatureNames, readFeatureNames } from './featureNames';

export interface DatasetInfo {
  readonly names: FeatureNames;
  /** Paths of what was read. */
  readonly files: readonly string[];
  /** The state names other files and not this one: it holds indexes, or is left over. */
  readonly isLeftOut: boolean;
}

/** The names for a file of the folder; nothing where the files are missing or damaged. */
export async function featureNamesBeside(folder: FolderView, name: string): Promise<DatasetInfo> {
  const info = await textOf(folder, 'dataset_info.json');
  const state = await textOf(folder, 'state.json');
  const data = state === undefined ? undefined : dataFiles(state);
  const read = { 'dataset_info.json': info, 'state.json': state };
  return {
    names: readFeatureNames(info),
    files: Object.entries(read).flatMap(([file, text]) =>
      text === undefined ? [] : [folder.pathOf(file)],
    ),
    isLeftOut: data !== undefined && data.length > 0 && !data.includes(name),
  };
}

async function textOf(folder: FolderView, name: string): Promise<string | undefined> {
  if (!folder.files.includes(name)) return undefined;
  const head = await folder.head(name);
  if (head === undefined) return undefined;
  const bytes = head.complete
    ? head.bytes
    : await folder.bytesAt(folder.pathOf(name), 0, head.size);
  return bytes === undefined || bytes.length > infoLimit
    ? undefined
    : new TextDecoder().decode(bytes);
}

const infoLimit = 16 * 1024 * 1024;

function dataFiles(json: string): string[] | undefined {
  try {
    const state = JSON.parse(json) as { _data_files?: unknown };
    if (!Array.isArray(state._data_files)) return undefined;
    return state._data_files.flatMap((one: { filename?: unknown } | null) =>
      typeof one?.filename === 'string' ? [one.filename] : [],
    );
  } catch {
    // The state is a help only.
    return undefined;
  }
}
