import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { runRequestSchema } from '../../../../src/core/training/schema';
import { requests } from './requests';

const file = join(import.meta.dirname, '../../../../media/schemas/training-run.schema.json');
const schema = JSON.parse(readFileSync(file, 'utf8')) as object;
const byJsonSchema = new Ajv2020({ strict: false }).compile(schema);
const accepted = (document: unknown): readonly [boolean, boolean] => [
  v.is(runRequestSchema, document),
  byJsonSchema(document),
];

type Tree = Record<string | number, unknown>;
type Path = readonly (string | number)[];

/** Every field of a document, at any depth. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, one]) => pathsOf(one, [...path, key]))];
}

/** A copy with the field at the path set, or left out. */
function edited(document: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(document);
  const parent = path.slice(0, -1).reduce((at, key) => at[key] as Tree, copy as Tree);
  const key = path[path.length - 1];
  if (value !== undefined) parent[key] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
  return copy;
}

const odd = [
  undefined,
  null,
  '',
  'text',
  0,
  -1,
  1,
  0.5,
  1e16,
  true,
  [],
  {},
  ['a'],
  { kind: 'none' },
];

describe('the JSON Schema of run.json and its reader', () => {
  test('accept every sample request', () => {
    for (const request of requests) expect(accepted(request)).toEqual([true, true]);
  });

  test('agree on every edit of every field', () => {
    const disputed = requests.flatMap((request) =>
      pathsOf(request)
        .filter((path) => path.length > 0)
        .flatMap((path) =>
          odd.flatMap((value) => {
            const [reader, jsonSchema] = accepted(edited(request, path, value));
            return reader === jsonSchema ? [] : [[path.join('.'), value, { reader, jsonSchema }]];
          }),
        ),
    );
    expect(disputed).toEqual([]);
  });

  test('refuse fields that nobody knows', () => {
    for (const path of ['', 'data', 'model', 'engine', 'budget', 'optimiser'] as const) {
      const keys = path === '' ? ['stranger'] : [path, 'stranger'];
      expect(accepted(edited(requests[0], keys, 1)), path).toEqual([false, false]);
    }
  });
});
