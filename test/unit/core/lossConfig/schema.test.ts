import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import {
  biasInitialisations,
  lossFamilies,
  reductions,
  type LossFamily,
} from '../../../../src/core/lossConfig/model';
import { lossConfigSchema } from '../../../../src/core/lossConfig/schema';
import { units } from '../../../../src/core/model';
import { normalisations, zeroCountPolicies } from '../../../../src/core/weights/normalise';
import { schemes } from '../../../../src/core/weights/registry';
import { configNamed, documents } from './documents';

const root = join(import.meta.dirname, '../../../..');
const readJson = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));

/** What the JSON Schema says of edits of one field; written by python/tools/make_loss_config_edits.py. */
interface Edits {
  readonly config: LossFamily;
  readonly path: readonly (string | number)[];
  readonly deletable?: boolean;
  readonly accepted: readonly unknown[];
  readonly refused: readonly unknown[];
}
const edits = (readJson('test/vectors/lossConfigEdits.json') as string[]).map(
  (line) => JSON.parse(line) as Edits,
);

type Tree = Record<string | number, unknown>;

/** Whether the reader's schema accepts the config with one field changed. */
function accepts({ config, path }: Edits, change: (parent: Tree, key: string | number) => void) {
  const document = structuredClone(configNamed(config)) as unknown as Tree;
  const parent = path.slice(0, -1).reduce((at, key) => at[key] as Tree, document);
  change(parent, path[path.length - 1]);
  return v.is(lossConfigSchema, document);
}

const set = (value: unknown) => (parent: Tree, key: string | number) => {
  parent[key] = value;
};
const remove = (parent: Tree, key: string | number) => {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
};

describe('the JSON Schema and the reader', () => {
  test('agree on every sample config', () => {
    for (const [, config] of documents) expect(v.is(lossConfigSchema, config)).toBe(true);
  });

  test('agree on every edit of them', () => {
    const disputed = edits.flatMap((edit) => [
      ...edit.accepted
        .filter((value) => !accepts(edit, set(value)))
        .map((value) => ['the reader refuses', edit.config, edit.path, value]),
      ...edit.refused
        .filter((value) => accepts(edit, set(value)))
        .map((value) => ['the reader accepts', edit.config, edit.path, value]),
      ...(edit.deletable === undefined || accepts(edit, remove) === edit.deletable
        ? []
        : [['deleting', edit.config, edit.path, edit.deletable]]),
    ]);
    expect(disputed).toEqual([]);
    expect(edits.flatMap((edit) => [...edit.accepted, ...edit.refused]).length).toBeGreaterThan(
      2000,
    );
  });

  test('know the same words', () => {
    const schema = readJson('media/schemas/loss-config.schema.json') as {
      readonly $defs: Record<
        'loss' | 'dataset',
        {
          readonly properties: Record<
            string,
            { readonly enum?: unknown; readonly examples?: unknown }
          >;
        }
      >;
    };
    const { loss, dataset } = schema.$defs;
    expect(loss.properties.family.enum).toEqual(lossFamilies);
    expect(loss.properties.reduction.enum).toEqual(reductions);
    expect(loss.properties.biasInitialisation.enum).toEqual(biasInitialisations);
    expect(loss.properties.normalisation.enum).toEqual(normalisations.map((one) => one.id));
    expect(loss.properties.zeroCount.enum).toEqual(zeroCountPolicies.map((one) => one.id));
    expect(dataset.properties.unit.enum).toEqual(units);
    const ranked = schemes.toSorted((a, b) => a.rank - b.rank).map((scheme) => scheme.id);
    expect(loss.properties.scheme.examples).toEqual(['none', ...ranked]);
  });
});
