// Rows of a table that JSON calls a dataset, with the label last and under a name that says nothing to us.
// Must not know files; judges from a sketch.

import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import { readLabelName } from '../tables/columnNames';
import type { JsonLayout } from './layoutKinds';
import type { RecordRecipe } from './records';
import { at, objectsIn, textOf } from './sketch';

const fewestRows = 10;
const fewestFields = 3;
const mostClasses = 20;

/** `{"dataset": [{"Nama": "…", "A1": "SB", "Hasil": "Diterima"}, …]}`: as in a table, the last field of few values is the label. */
export function labelLast(root: JsonObject): JsonLayout | undefined {
  const rows = objectsIn(at(root, 'dataset'));
  if (rows.length < fewestRows) return undefined;
  const fields = Object.keys(rows[0]);
  const last = fields.at(-1) ?? '';
  const isTable = rows.every(
    (row) => Object.keys(row).join() === fields.join() && Object.values(row).every(isCell),
  );
  if (!isTable || fields.length < fewestFields || /[.[\]*]/.test(last)) return undefined;
  const labels = rows.map((row) => row[last]);
  const distinct = new Set(labels).size;
  const recur = distinct >= 2 && distinct <= mostClasses && distinct * 4 <= labels.length;
  const areNames = labels.every((label) => typeof label === 'string' && label.trim() !== '');
  if (!recur || !areNames || readLabelName(last).promise < 0) return undefined;
  const recipe: RecordRecipe = {
    ...{ how: 'field', path: last, inner: '', split: '' },
    ...{ answer: false, choices: false },
  };
  return {
    kind: { how: 'records', recipe },
    places: [{ path: 'dataset[]', split: 'all' }],
    unit: 'row',
    confidence: 0.55,
    evidence: `JSON rows of a dataset with ${last} last`,
    labels: labels.map(textOf),
  };
}

function isCell(value: JsonValue): boolean {
  return value === null || typeof value !== 'object';
}
