// Counts Label Studio's JSON-MIN: flat records whose labels stand under the name of a control.
// Must not know how the control was found.

import type { JsonRow, JsonRowSpec } from '../bytes/jsonSelect';
import type { JsonValue } from '../bytes/jsonValue';
import type { SplitName } from '../model';
import type { Tally } from '../tally';
import { SampleCounter } from './samples';
import { at, isList, objectsIn, textOf } from './sketch';

/** Keys of a region that hold its labels. */
export const regionLabelKeys = [
  'rectanglelabels',
  'polygonlabels',
  'brushlabels',
  'keypointlabels',
  'ellipselabels',
  'labels',
  'hypertextlabels',
  'paragraphlabels',
  'timeserieslabels',
  'timelinelabels',
  'vectorlabels',
  'bitmasklabels',
  'choices',
] as const;

/** Rows for records of a list; `key` names the control. */
export function minRows(
  key: string,
  isRegions: boolean,
  split: SplitName,
  tally: Tally,
  file: string,
): JsonRowSpec[] {
  const samples = new SampleCounter(tally, isRegions ? 'objects' : 'labels');
  const add = (row: JsonRow): void => {
    samples.add(row);
  };
  const lists = ['', '.choices', '.taxonomy'].map((end) => `[].${key}${end}[]`);
  const regions = regionLabelKeys.map((name) => `[].${key}[].${name}[]`);
  return [
    {
      path: '[]',
      fields: [key, ...(samples.observed ? mediaKeys : [])],
      onStart: () => {
        samples.keep();
      },
      onRow: (row) => {
        const text = row.text(0);
        if (!addPacked(text, samples)) samples.addText(text);
        samples.end(split, file, row.line, mediaIn(row, samples));
      },
    },
    ...[...lists, ...regions].map((path) => ({ path, fields: [''], onRow: add })),
  ];
}

/** What the data of a task is usually called. */
const mediaKeys = ['image', 'audio', 'video', 'ocr', 'url'];

function mediaIn(row: JsonRow, samples: SampleCounter): string | undefined {
  const key = samples.observed ? mediaKeys.findIndex((_, at) => row.kind(1 + at) === 'string') : -1;
  return key < 0 ? undefined : row.text(1 + key);
}

/** A value that is JSON in a string: `{"choices":["a","b"]}`. */
function addPacked(text: string, samples: SampleCounter): boolean {
  if (!/^\s*[{[]/.test(text)) return false;
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    // Not packed after all: a label that begins with a bracket.
    return false;
  }
  const regions = objectsIn(value).flatMap((one) => regionLabelKeys.map((name) => at(one, name)));
  for (const list of [value, at(value, 'choices'), ...regions]) {
    if (isList(list)) for (const one of list) samples.addText(textOf(one));
  }
  return true;
}
