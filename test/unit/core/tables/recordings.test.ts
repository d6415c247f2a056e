// Tables of events that are pieces of one dataset, a recording each.
import { expect, test } from 'vitest';
import { recordingPaths, tellsEvents } from '../../../../src/core/tables/recordings';

const paths = (names: readonly string[], recorded = false): string[] => {
  const tables = names.map((path) => ({ path, events: true, recorded }));
  return [...recordingPaths(tables, () => '').values()];
};

test('recordingPaths numbers three tables of one name', () => {
  expect(paths(['a/clip1.csv', 'a/clip2.csv', 'a/clip10.csv'])).toEqual([
    'a/clip00001.csv',
    'a/clip00002.csv',
    'a/clip00010.csv',
  ]);
});

test('recordingPaths leaves two tables, and those of annotators, models and folds, apart', () => {
  expect(paths(['clip1.csv', 'clip2.csv'])).toEqual([]);
  for (const who of ['annotator', 'rater_', 'model', 'fold', 'run'])
    expect(paths([1, 2, 3].map((at) => `${who}${at}.csv`))).toEqual([]);
});

test('recordingPaths puts any names together where sounds are called so', () => {
  const names = ['x/dawn.csv', 'x/dusk.csv', 'x/noon.csv'];
  expect(paths(names)).toEqual([]);
  expect(paths(names, true)).toEqual([
    'x/events_00000.csv',
    'x/events_00001.csv',
    'x/events_00002.csv',
  ]);
});

test('recordingPaths knows the subjects, sessions and runs of one task of BIDS', () => {
  const names = [
    'ds/sub-01/ses-1/func/sub-01_ses-1_task-stop_run-1_events.tsv',
    'ds/sub-01/ses-1/func/sub-01_ses-1_task-stop_run-2_events.tsv',
    'ds/sub-02/ses-1/func/sub-02_ses-1_task-stop_run-1_events.tsv',
    'ds/sub-02/ses-1/func/sub-02_ses-1_task-rest_events.tsv',
  ];
  expect(paths(names)).toEqual([
    'ds/task-stop_00000_events.tsv',
    'ds/task-stop_00001_events.tsv',
    'ds/task-stop_00002_events.tsv',
  ]);
});

const table = (header: readonly string[], rows: readonly (readonly string[])[], named = true) => ({
  header,
  rows,
  named,
  complete: true,
});

test('tellsEvents asks for a beginning, and an end or a duration', () => {
  expect(tellsEvents(table(['Selection', 'Begin Time (s)', 'End Time (s)'], []))).toBe(true);
  expect(tellsEvents(table(['onset', 'duration', 'trial_type'], []))).toBe(true);
  expect(tellsEvents(table(['onset', 'label'], []))).toBe(false);
  expect(tellsEvents(table(['x', 'y', 'label'], []))).toBe(false);
});

test('tellsEvents takes nameless rows of two times and a word, none of two counts', () => {
  const header = ['column 1', 'column 2', 'column 3'];
  const rows = (...all: string[]) => all.map((row) => row.split(' '));
  expect(tellsEvents(table(header, rows('0.5 2 dog', '3 4.25 cat'), false))).toBe(true);
  expect(tellsEvents(table(header, rows('1 2 dog', '3 4 cat'), false))).toBe(false);
  expect(tellsEvents(table(header, rows('2.5 1.5 dog', '3 4 cat'), false))).toBe(false);
});
