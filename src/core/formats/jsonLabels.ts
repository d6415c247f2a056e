// Labels in plain JSON: maps of path and label either way round, lists of pairs, lists of records.
// Must not know other formats; names maps (class_to_idx, id2label) are no samples.

import type { JsonRow, JsonRowSpec } from '../bytes/jsonSelect';
import type { Claim, Plan, WorkUnit } from '../claims';
import { splitOfPath } from '../detect/splits';
import type { FolderView } from '../folderView';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  detectFiles,
  type FileReader,
  feedFiles,
  type Finding,
  jsonReader,
  minusIn,
  planFiles,
} from '../jsonFiles/claims';
import { declaredRows } from '../jsonFiles/declaredNames';
import { groupRows } from '../jsonFiles/groups';
import type { DeclaredNames, LayoutKind, Place } from '../jsonFiles/layoutKinds';
import { layoutOf } from '../jsonFiles/layouts';
import { areIndexes, idsAmong, labelsOf, namesBeside } from '../jsonFiles/notes';
import { objectListRows } from '../jsonFiles/objectLists';
import { RecordReader } from '../jsonFiles/recordReader';
import { SampleCounter } from '../jsonFiles/samples';
import { yamlFiles } from '../jsonFiles/yamlCatalog';
import type { SplitName, Unit } from '../model';
import { baseName, parentPath } from '../paths';
import type { ByteInput } from '../ports';
import { pack } from '../tables/packed';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'json-labels';

interface Notes {
  readonly kind: LayoutKind;
  readonly places: readonly Place[];
  readonly unit: Unit;
  readonly declared?: DeclaredNames;
}

export const jsonLabels: LabelFormat = {
  id,
  title: 'JSON labels',
  units: ['image', 'document', 'clip', 'box', 'span', 'row'],
  notes: {
    detects:
      'JSON maps of path to label or class to paths, lists of [path, label] (StyleGAN’s dataset.json), rows of numbers with a label behind them, lists or maps of records with a label, samples under their class (intents of a chat bot, WLASL, SNIPS, FewRel), boxes by image (FiftyOne); the same in YAML that names images, sounds or films',
    splits: 'Keys such as `train` and `val`, a key of the records, file or folder names',
    remarks:
      'Maps of names (class_to_idx, id2label, imagenet_class_index) are no samples. Of labels by several annotators the one that most gave is counted.',
  },

  async *detect(folder, signal) {
    yield* joinedFolders(detectFiles(id, folder, signal, look));
    yield* detectFiles(id, folder, signal, lookAtYaml, yamlFiles(folder, signal));
  },

  plan,

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

/** SNIPS has a folder a class, with files called after it: these are one dataset, in the folder above. */
async function* joinedFolders(claims: AsyncIterable<Claim>): AsyncGenerator<Claim> {
  const byFolder = new Map<string, Claim>();
  for await (const claim of claims) {
    const { kind } = claim.options as unknown as Notes;
    const folder = parentPath(claim.sources[0].path);
    const isOne = claim.sources.every(({ path }) => baseName(path).includes(baseName(folder)));
    if (kind.how !== 'groups' || kind.label !== '' || folder === '' || !isOne) {
      yield claim;
      continue;
    }
    const above = parentPath(folder);
    const known = byFolder.get(above);
    const sources = [...(known?.sources ?? []), ...claim.sources];
    byFolder.set(above, { ...claim, name: baseName(above) || claim.name, sources });
  }
  yield* byFolder.values();
}

function look({ root, lines, name }: JsonFile): Finding | undefined {
  if (lines.length > 0) return undefined;
  const layout = layoutOf(root, name);
  if (layout === undefined) return undefined;
  const { kind, places, unit, confidence, evidence, labels, declared } = layout;
  const notes: Notes = { kind, places, unit, ...(declared === undefined ? {} : { declared }) };
  return {
    unit,
    confidence,
    evidence,
    options: pack({ ...notes, ids: idsAmong(labels) }),
    signature: JSON.stringify(notes),
    minus: minusIn(labels),
  };
}

/** YAML also describes pages, jobs and settings, which name pictures and types. */
function lookAtYaml(file: JsonFile): Finding | undefined {
  const found = look(file);
  if (found === undefined) return undefined;
  const { kind } = found.options as unknown as Notes;
  const isSure =
    kind.how !== 'records' ||
    kind.recipe.how === 'spans' ||
    /class|label|target/i.test(kind.recipe.path);
  return isSure ? found : { ...found, confidence: Math.min(found.confidence, 0.4) };
}

async function plan(claim: Claim, files: ByteInput, folder: FolderView): Promise<Plan> {
  const { kind, declared: within } = claim.options as unknown as Notes;
  const ids = within === undefined ? labelsOf(claim.options) : [];
  const classes = await namesBeside(ids, claim, files, folder);
  const recipe = kind.how === 'records' ? kind.recipe : undefined;
  const declared =
    within !== undefined ||
    classes.length > 0 ||
    recipe?.how === 'cats' ||
    recipe?.choices === true;
  return planFiles(claim, files, {
    classes,
    order: declared
      ? 'declared'
      : kind.how === 'classes' || kind.how === 'groups'
        ? 'text'
        : 'label',
    openVocabulary:
      kind.how !== 'classes' &&
      kind.how !== 'groups' &&
      (recipe === undefined || recipe.how === 'field'),
    denseIndexes: areIndexes(ids),
  });
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const { kind, places, unit: counted, declared } = unit.options as unknown as Notes;
  const records = kind.how === 'records' ? new RecordReader(kind.recipe, tally, file) : undefined;
  const samples = new SampleCounter(tally, 'labels');
  const rows = places.flatMap(({ path, split: named }) => {
    const split = named === 'all' ? unit.split : named;
    return records?.rows(path, split) ?? rowsOf(kind, path, split, samples, tally, file, counted);
  });
  const names = declared === undefined ? [] : declaredRows(declared, tally);
  const reader = jsonReader(tally, file, { rows: [...rows, ...names] });
  return {
    feed: (chunk) => {
      reader.feed(chunk);
    },
    end: () => {
      reader.end();
      records?.end();
    },
  };
}

function rowsOf(
  kind: LayoutKind,
  path: string,
  split: SplitName,
  samples: SampleCounter,
  tally: Tally,
  file: string,
  counted: Unit,
): JsonRowSpec[] {
  const below = path === '' ? '*' : `${path}.*`;
  const end = (row: JsonRow): void => {
    samples.add(row);
    samples.end(split, file, row.line);
  };
  const endKeyed = (row: JsonRow): void => {
    samples.add(row);
    const inPath = kind.how === 'map' && kind.inPath === true;
    const key = inPath || samples.observed ? row.keyText(0) : undefined;
    const named = inPath ? splitOfPath(key ?? '') : undefined;
    samples.end(named ?? split, file, row.line, key);
  };
  const start = (): void => {
    samples.keep();
  };
  const add = (row: JsonRow): void => {
    samples.add(row);
  };
  switch (kind.how) {
    case 'map':
      return [
        { path: below, fields: [''], onStart: start, onRow: endKeyed },
        { path: `${below}[]`, fields: [''], onRow: add },
      ];
    case 'classes':
      return classRows(below, split, tally, file);
    case 'column':
      return [{ path, fields: [''], onStart: start, onRow: end }];
    case 'groups':
      return groupRows(kind, path, split, tally, file);
    case 'lists':
      return objectListRows(kind.inner, below, split, tally, file, counted === 'box');
    case 'pairs':
      return pairRows(path, split, samples, tally, file);
    case 'rows':
      return pairRows(path, split, samples, tally, file, kind.label);
    case 'entities':
      return entityRows(path, split, tally, file);
    case 'records':
      return [];
  }
}

function entityRows(path: string, split: SplitName, tally: Tally, file: string): JsonRowSpec[] {
  const samples = new SampleCounter(tally, 'objects');
  tally.traits.delete('images');
  let place = 0;
  return [
    {
      path,
      fields: [],
      onStart: () => {
        samples.keep();
      },
      onRow: (row) => {
        samples.end(split, file, row.line);
      },
    },
    {
      path: `${path}[].entities[]`,
      fields: [],
      onStart: () => {
        place = 0;
      },
      onRow: () => undefined,
    },
    {
      path: `${path}[].entities[][]`,
      fields: [''],
      onRow: (row) => {
        if (place === 2) samples.add(row);
        place += 1;
      },
    },
  ];
}

/** Each path is one sample of the class that its key names. */
function classRows(path: string, split: SplitName, tally: Tally, file: string): JsonRowSpec[] {
  const wildcard = 0;
  const count = (row: JsonRow): void => {
    const to = tally.split(split);
    to.samples += 1;
    to.add(row.internKey(wildcard, tally.labels));
    to.recorder?.end(file, row.line, row.text(0));
  };
  const declare = (row: JsonRow): void => {
    row.internKey(wildcard, tally.labels);
  };
  return [
    { path, fields: [], onRow: declare },
    { path: `${path}[]`, fields: [''], onRow: count },
  ];
}

/** [path, label] or [path, label, name of the label]; of a row of numbers the label stands at the place `at`. */
function pairRows(
  path: string,
  split: SplitName,
  samples: SampleCounter,
  tally: Tally,
  file: string,
  at = 1,
): JsonRowSpec[] {
  let place = 0;
  let label = '';
  let media: string | undefined;
  const start = (): void => {
    place = 0;
    samples.keep();
  };
  const scalar = (row: JsonRow): void => {
    if (place === 0 && at === 1 && samples.observed) media = row.text(0);
    if (place === at) {
      samples.add(row);
      label = row.text(0);
    }
    if (place === 2 && at === 1 && row.kind(0) === 'string')
      tally.declare({ id: label, name: row.text(0) });
    place += 1;
  };
  const end = (row: JsonRow): void => {
    samples.end(split, file, row.line, media);
  };
  return [
    { path, fields: [], onStart: start, onRow: end },
    { path: `${path}[]`, fields: [''], onRow: scalar },
  ];
}
