// Where a JSON text beside its samples declares their classes: `"classes": ["cat", "dog"]`, `"intents": [{"name": …}]`.
// Must not know files; judges from a sketch, and gives the rows that declare.

import type { JsonRow, JsonRowSpec } from '../bytes/jsonSelect';
import type { JsonObject } from '../bytes/jsonValue';
import type { Tally } from '../tally';
import type { DeclaredNames } from './layoutKinds';
import { at, isList, isObject, sketchLimits } from './sketch';

const keys =
  /^(?:classes|class_?names|label_?names|label_?list|labels|categories|category_?names|names|intents|entities|tags|mapping|types)$/i;

/** The list that names the labels; undefined where none fits them. */
export function declaredIn(root: JsonObject, labels: readonly string[]): DeclaredNames | undefined {
  if (labels.length === 0) return undefined;
  for (const [key, list] of Object.entries(root)) {
    if (!keys.test(key) || !isList(list) || list.length === 0) continue;
    const areObjects = list.every((one) => isObject(one) && typeof at(one, 'name') === 'string');
    const names = list.map((one) => (areObjects ? at(one, 'name') : one));
    if (!names.every((name) => typeof name === 'string')) continue;
    const path = areObjects ? `${key}[].name` : `${key}[]`;
    // A sketch holds only the beginning of a long list.
    const isCut = list.length >= sketchLimits.elements;
    const known = new Set<unknown>(names);
    if (known.size === names.length && labels.every((label) => isCut || known.has(label))) {
      if (labels.some((label) => known.has(label))) return { path, by: 'name' };
    }
    const areIndexes = labels.every(
      (label) => /^\d+$/.test(label) && (isCut || Number(label) < names.length),
    );
    if (areIndexes && !areObjects) return { path, by: 'index' };
  }
  return undefined;
}

/** Rows that declare each name of the list. */
export function declaredRows({ path, by }: DeclaredNames, tally: Tally): JsonRowSpec[] {
  let index = 0;
  return [
    {
      path: path.replace(/\.name$/, ''),
      fields: [path.endsWith('.name') ? 'name' : ''],
      onRow: (row) => {
        const name = row.text(0);
        tally.declare({ id: by === 'index' ? String(index) : name, name });
        index += 1;
      },
    },
  ];
}

/** A row that declares each name at a path: its key there (`options.*`), or the text of a field of it. */
export function nameRow(path: string, field: string | undefined, tally: Tally): JsonRowSpec {
  const onRow = (row: JsonRow): void => {
    const name = (field === undefined ? row.keyText(0) : row.text(0)).trim();
    if (name !== '') tally.declare({ id: name, name });
  };
  return { path, fields: [field ?? ''], onRow };
}
