// What is known of one workspace folder, and the questions that are asked of it. Plain data, tested in plain Node.
// Must not know how it came to be known, nor who shows it.

import type { WorkspaceFolder } from 'vscode';
import type { Dataset, ScanStats } from '../core/model';
import { baseName, isBelow, parentPath } from '../core/paths';
import type { Problem } from '../core/problems';
import type { ScanProgress } from '../core/scan';

/**
 * `included`: the folder lies within another root, where it is counted. `unsupported`: not on a disk.
 * `cancelled` and `failed` keep what had been counted.
 */
export type ScanStatus =
  'unscanned' | 'scanning' | 'done' | 'cancelled' | 'failed' | 'unsupported' | 'included';

export interface FolderState {
  readonly folder: WorkspaceFolder;
  readonly status: ScanStatus;
  /** Something changed since the datasets were counted. */
  readonly stale: boolean;
  /** While scanning. */
  readonly progress?: ScanProgress;
  /** While scanning: what has been counted so far, and what an earlier scan knew of the rest. */
  readonly datasets: readonly Dataset[];
  readonly problems: readonly Problem[];
  /** Of the last whole scan. */
  readonly stats?: ScanStats;
  /** Why it failed, or the name of the root that includes it. */
  readonly reason?: string;
}

/** Names a dataset across workspace folders; stable between scans. */
export type DatasetKey = string;

/** What a command is asked about. */
export interface Target {
  readonly key: DatasetKey;
  readonly split?: string;
  /** Of the dataset's classes. */
  readonly classIndex?: number;
}

/** A dataset with its place. */
export interface Found {
  readonly key: DatasetKey;
  readonly state: FolderState;
  readonly dataset: Dataset;
  /** How it was read, where another dataset of the folder has its name too: `column “species”`. */
  readonly reading?: string;
}

export function keyOf(folder: { readonly uri: { toString(): string } }, id: string): DatasetKey {
  return `${folder.uri.toString()}#${id}`;
}

/** The folder part of a key. */
export function folderOfKey(key: DatasetKey): string {
  return key.slice(0, Math.max(0, key.indexOf('#')));
}

/** In the order of the workspace's folders, and by name in each. */
export function foundIn(states: readonly FolderState[]): readonly Found[] {
  return states.flatMap((state) => foundAmong(state, state.datasets));
}

/** Some of a folder's datasets by name, each with how it was read where its name alone does not tell it from another. */
export function foundAmong(state: FolderState, datasets: readonly Dataset[]): readonly Found[] {
  const times = new Map<string, number>();
  for (const { name } of state.datasets) times.set(name, (times.get(name) ?? 0) + 1);
  const found = datasets.map((dataset): Found => {
    const isAlone = (times.get(dataset.name) ?? 0) < 2;
    const key = keyOf(state.folder, dataset.id);
    return { key, state, dataset, ...(!isAlone && { reading: readingOf(dataset) }) };
  });
  return found.toSorted(byName);
}

/** The name, with how it was read where that is needed to tell it from another. */
export function titleOf({ dataset, reading }: Found): string {
  return reading === undefined ? dataset.name : `${dataset.name} · ${reading}`;
}

/** What `readAs` says behind the format's title. */
function readingOf({ readAs }: Dataset): string {
  const at = readAs.indexOf(' · ');
  return at < 0 ? readAs : readAs.slice(at + 3);
}

let collator: Intl.Collator | undefined;

/** As people sort names: `part 9` before `part 10`. */
function byName(a: Found, b: Found): number {
  collator ??= new Intl.Collator(undefined, { numeric: true });
  return collator.compare(a.dataset.name, b.dataset.name);
}

/** Takes a counted dataset in: in the place of its older self, else at the end. */
export function withDataset(datasets: readonly Dataset[], counted: Dataset): readonly Dataset[] {
  const at = datasets.findIndex(({ id }) => id === counted.id);
  return at < 0 ? [...datasets, counted] : datasets.with(at, counted);
}

/**
 * The datasets that a file or folder is about: those read from it, from something in it, or from a folder around it.
 * Where there are none, a file may still belong to its neighbours, as a data.yaml does.
 * @param path relative to the folder, with `/`; empty for the folder itself.
 */
export function datasetsAt(datasets: readonly Dataset[], path: string): readonly Dataset[] {
  const touching = (dataset: Dataset): boolean =>
    dataset.sources.some((source) => isBelow(source, path) || isBelow(path, source));
  const direct = datasets.filter(touching);
  if (direct.length > 0 || path === '' || !baseName(path).includes('.')) return direct;
  const beside = parentPath(path);
  return beside === ''
    ? []
    : datasets.filter(({ sources }) => sources.some((source) => isBelow(source, beside)));
}

/** What the workspace as a whole is in, for welcome texts and menus. */
export type OverallState = Exclude<ScanStatus, 'done' | 'included'> | 'empty' | 'found';

export function overallState(states: readonly FolderState[]): OverallState {
  const own = states.filter(({ status }) => status !== 'included');
  const is = (status: ScanStatus): boolean => own.some((state) => state.status === status);
  if (is('scanning')) return 'scanning';
  if (own.some((state) => state.datasets.length > 0)) return 'found';
  if (is('failed')) return 'failed';
  if (is('cancelled')) return 'cancelled';
  if (is('unscanned') || own.length === 0) return 'unscanned';
  return is('done') ? 'empty' : 'unsupported';
}

/**
 * For each path the position of the root that it lies within, or -1: overlapping roots are counted once, in the
 * outermost one.
 */
export function outerRoots(roots: readonly string[]): readonly number[] {
  return roots.map((inner) => {
    const around = [...roots.keys()].filter(
      (at) => roots[at] !== inner && isBelow(inner, roots[at].replace(/\/$/, '')),
    );
    return around.reduce(
      (best, at) => (best < 0 || roots[at].length < roots[best].length ? at : best),
      -1,
    );
  });
}
