// Tables of what happens in one recording each, a row an event: pieces of one dataset, a file a recording.
// Must not know how a table is read.

import type { FolderView } from '../folderView';
import { baseName, parentPath } from '../paths';
import { mediaNamed } from './mediaNames';
import { seriesPaths } from './series';
import type { TableSample } from './tableSample';

/** A table, and what its folder says of it. */
export interface RecordingTable {
  readonly path: string;
  /** See {@link tellsEvents}. */
  readonly events: boolean;
  /** A sound or a film near it is called the same. */
  readonly recorded?: boolean;
}

/** Two tables may be one recording told twice. */
const fewestTables = 3;

const units = '(?:s|sec|secs|seconds|ms|frames?|samples?)?';
const begins = new RegExp(
  `^(?:onset|start|begin|tmin|(?:start|begin|onset)time|timestart)${units}$`,
);
const ends = new RegExp(
  `^(?:offset|end|stop|tmax|(?:end|stop|offset)time|timeend|dur|duration)${units}$`,
);

/** True where each row says when something begins, and when it ends or how long it lasts. */
export function tellsEvents({ header, rows, named }: TableSample): boolean {
  if (named) {
    const words = header.map((name) => name.toLowerCase().replace(/[^a-z]/g, ''));
    return words.some((word) => begins.test(word)) && words.some((word) => ends.test(word));
  }
  return rows.length > 0 && rows.every(isInterval) && rows.some(([begin]) => begin.includes('.'));
}

/** `0.5  2.25  dog`. */
function isInterval(row: readonly string[]): boolean {
  const [begin = '', end = '', label = ''] = row;
  const areTimes = [begin, end].every((text) => /^\d+(?:\.\d+)?$/.test(text));
  return row.length === 3 && areTimes && Number(begin) <= Number(end) && /\p{L}/u.test(label);
}

/** Whether sounds or films near the folder are called as its tables of events are. */
export function areCalledAsMedia(tables: readonly RecordingTable[], folder: FolderView): boolean {
  const told = tables.filter(({ events }) => events);
  const stems = told.map(({ path }) => baseName(path).replace(/(?<=.)\..*$/, ''));
  if (stems.length === 0) return false;
  return (['audio', 'video'] as const).some((media) => mediaNamed(stems, folder, media) === media);
}

/**
 * The paths that such tables are grouped by, with a number for each recording, as shards have: `clip_00001.csv`. Only tables
 * of one `signature` are put together.
 */
export function recordingPaths<T extends RecordingTable>(
  tables: readonly T[],
  signature: (table: T) => string,
): Map<T, string> {
  const told = tables
    .filter(({ events }) => events)
    .map((table) => ({ path: table.path, signature: signature(table), table }));
  const placed = new Map<T, string>();
  for (const [{ table }, path] of seriesPaths(told, fewestTables)) placed.set(table, path);
  const alike = new Map<string, { readonly place: string; readonly tables: T[] }>();
  for (const { path, signature: own, table } of told) {
    const place = brainImaging(path) ?? (table.recorded === true ? placeBeside(path) : undefined);
    if (place === undefined) continue;
    const some = alike.get(`${place}\n${own}`) ?? { place, tables: [] };
    alike.set(`${place}\n${own}`, some);
    some.tables.push(table);
  }
  for (const { place, tables: some } of alike.values()) {
    if (some.length < fewestTables) continue;
    for (const [at, table] of some.entries())
      placed.set(table, place.replace('#', `0${at.toString().padStart(4, '0')}`));
  }
  return placed;
}

/**
 * BIDS: `sub-01/ses-2/func/sub-01_ses-2_task-stop_run-1_events.tsv`, one a subject, session and run. Source: the Brain
 * Imaging Data Structure, “Task events”.
 */
function brainImaging(path: string): string | undefined {
  const found =
    /^(.*\/)?sub-[^/]+\/(?:[^/]+\/)*sub-[^_/]+_(?:[^/]*_)?task-([^_/]+)_(?:[^/]*_)?events\.tsv$/.exec(
      path,
    );
  return found === null ? undefined : `${found.at(1) ?? ''}task-${found[2]}_#_events.tsv`;
}

function placeBeside(path: string): string {
  const folder = parentPath(path);
  const ending = path.slice(path.lastIndexOf('.'));
  return `${folder === '' ? '' : `${folder}/`}events_#${ending}`;
}
