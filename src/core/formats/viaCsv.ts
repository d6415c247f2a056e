// VIA 2 (and VIA 1) CSV: a region a row, with JSON in its cells.
// Must not know other formats, nor how rows are counted; textLabels/viaReader does.

import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import type { Claim } from '../claims';
import { isObject } from '../jsonFiles/sketch';
import { extensionIn } from '../paths';
import { pack } from '../tables/packed';
import type { SplitGroup } from '../tables/splitGroups';
import { csvRows, eachCsvRow } from '../textLabels/csvRows';
import {
  findTextFiles,
  sourcesOf,
  type TextFile,
  type TextHead,
  unitsOf,
} from '../textLabels/textFiles';
import { tickedNames } from '../textLabels/viaMarks';
import { ViaReader, type ViaScope } from '../textLabels/viaReader';
import type { LabelFormat } from './format';

const id = 'via-csv';

/** One attribute that could be the class. */
interface Attribute {
  readonly scope: ViaScope;
  /** '' where each region has one of several attributes ticked, whose name is the class. */
  readonly name: string;
  readonly values: number;
  readonly filled: number;
}

const likely =
  /^(?:class(?:es)?|labels?|categor(?:y|ies)|species|objects?|tags?|types?|names?|kind)$|class|label|categor/i;

export const viaCsv: LabelFormat = {
  id,
  title: 'VIA CSV',
  units: ['instance', 'image'],
  notes: {
    detects:
      'CSV of the VGG Image Annotator, with `region_shape_attributes` and `region_attributes`',
    splits: 'file and folder names',
    remarks:
      'The class is a region attribute; others, and those of the image, are readings. The shape’s own name ' +
      '(rect, polygon) is no class. Check boxes make it multi-label. Where each region has one attribute ticked, ' +
      'that is the class.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles(root, signal, {
      id,
      extensions: extensionIn('.csv'),
      look,
    });
    for (const group of groups) yield* claimsOf(group);
  },

  async plan(claim, files) {
    const { attribute } = claim.options;
    return {
      classes: [],
      order: 'label',
      multiLabel: false,
      openVocabulary: typeof attribute === 'string' && attribute !== '' && !likely.test(attribute),
      units: await unitsOf(id, claim.sources, files, claim.options),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const { scope, attribute } = unit.options as unknown as { scope: ViaScope; attribute: string };
    if (scope === 'region') tally.traits.add('images');
    for (const file of unit.paths) {
      const reader = new ViaReader(scope, attribute, tally, file, unit.split);
      await eachCsvRow(file, input, tally, signal, reader);
      reader.end();
    }
  },
};

function look({ lines }: TextHead): readonly Attribute[] | undefined {
  if (lines.at(0)?.includes('region_shape_attributes') !== true) return undefined;
  const [header, ...rows] = csvRows(lines);
  const cellsOf = (scope: ViaScope): JsonObject[] => {
    const cell = header.indexOf(`${scope}_attributes`);
    return cell < 0 ? [] : rows.map((row) => objectIn(row.at(cell) ?? ''));
  };
  const regions = cellsOf('region');
  const ticked = tickedNames(regions);
  if (ticked !== undefined) {
    return [{ scope: 'region', name: '', values: ticked.length, filled: regions.length }];
  }
  const all = [...attributesOf('region', regions), ...attributesOf('file', cellsOf('file'))];
  const rank = (one: Attribute): number =>
    (one.scope === 'region' ? 4 : 0) + (likely.test(one.name) ? 2 : 0) + (one.values > 1 ? 1 : 0);
  return all.sort((a, b) => rank(b) - rank(a) || b.filled - a.filled);
}

function attributesOf(scope: ViaScope, cells: readonly JsonObject[]): Attribute[] {
  const seen = new Map<string, string[]>();
  for (const cell of cells) {
    for (const [name, value] of Object.entries(cell)) {
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      if (text === '' || text === '{}') continue;
      const known = seen.get(name);
      if (known === undefined) seen.set(name, [text]);
      else known.push(text);
    }
  }
  return [...seen].map(([name, values]) => {
    return { scope, name, values: new Set(values).size, filled: values.length };
  });
}

function objectIn(text: string): JsonObject {
  try {
    const value = JSON.parse(text) as JsonValue;
    return isObject(value) ? value : {};
  } catch {
    // A cell that is no JSON says nothing here; counting reports it.
    return {};
  }
}

function* claimsOf(group: SplitGroup<TextFile<readonly Attribute[]>>): Generator<Claim> {
  const attributes = new Map<string, Attribute>();
  for (const { value } of group.members) {
    for (const one of value.found) attributes.set(`${one.scope}:${one.name}`, one);
  }
  for (const [at, [reading, { scope, name }]] of [...attributes].entries()) {
    const what = scope === 'region' ? 'region' : 'image';
    const title =
      name === '' ? 'the names of ticked attributes of regions' : `the ${what} attribute “${name}”`;
    yield {
      format: id,
      name: group.name,
      unit: scope === 'region' ? 'instance' : 'image',
      confidence: at === 0 ? 0.95 : 0.4 - Math.min(at, 10) * 0.02,
      evidence: ['a CSV of the VGG Image Annotator', title],
      sources: sourcesOf(group),
      reading: { id: reading, title },
      options: pack({ scope, attribute: name }),
    };
  }
}
