// CIFAR-10 and CIFAR-100 as Python pickles: data_batch_1 … test_batch, train and test, names in batches.meta or meta.
// Must not know opcodes; pickle/ reads them, and nothing is ever executed.

import { fileUnits } from '../arrays/fileUnits';
import { LabelValues } from '../arrays/labelValues';
import { openPull, RangedPull } from '../bytes/pull';
import type { Claim, Plan, Source, WorkUnit } from '../claims';
import { candidatesOf, coversOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import { splitOfWord } from '../detect/splits';
import type { FolderView } from '../folderView';
import type { ClassEntry, SplitName } from '../model';
import { extensionIn, parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import type { Tally } from '../tally';
import { PickleError } from '../pickle/pickleMachine';
import { readPickle } from '../pickle/pickleReader';
import { PickleDict, type PickleValue } from '../pickle/pickleValue';
import { reasonOf } from '../reason';
import type { LabelFormat } from './format';

const id = 'cifar-pickle';

/** One way to read the labels: the key in each batch, and that of the names. */
interface Reading {
  readonly key: string;
  readonly names: string;
  readonly title: string;
}

const ten: Reading = { key: 'labels', names: 'label_names', title: 'labels' };
const fine: Reading = { key: 'fine_labels', names: 'fine_label_names', title: 'fine labels' };
const coarse: Reading = {
  key: 'coarse_labels',
  names: 'coarse_label_names',
  title: 'coarse labels',
};

export const cifarPickle: LabelFormat = {
  id,
  title: 'CIFAR pickles',
  units: ['image'],
  notes: {
    detects:
      'Pickles `data_batch_1` … `test_batch` or, beside `batches.meta`, `train`, `val` and `test` (CIFAR-10); `train` and ' +
      '`test` beside `meta` (CIFAR-100)',
    splits: 'File names',
    remarks:
      'Pickles are read by their opcodes and never executed. Names from `batches.meta` or `meta`; the coarse labels ' +
      'of CIFAR-100 are offered.',
  },

  async *detect(root, signal) {
    const folders = new Map<FolderView, Source[]>();
    for (const { folder, name, path } of candidatesOf(
      root,
      id,
      signal,
      mayBeBatch,
      extensionIn(''),
    )) {
      const split = splitOf(name);
      const holds = await lookedAt({ folder, name }, signal, async () =>
        isPickle((await folder.head(name))?.bytes),
      );
      if (holds !== true) continue;
      const source: Source = { path, kind: 'file', split };
      folders.set(folder, [...(folders.get(folder) ?? []), source]);
    }
    for (const [folder, sources] of folders) yield* claimsOf(folder, sources);
  },

  async plan(claim, files) {
    const { meta, names } = claim.options;
    const classes =
      typeof meta === 'string' && typeof names === 'string'
        ? await readNames(meta, names, files)
        : [];
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: false,
      denseIndexes: true,
      units: await fileUnits(claim, files, { key: claim.options.key }),
      problems: [],
    } satisfies Plan;
  },

  async count(unit, input, tally, signal) {
    const key = typeof unit.options.key === 'string' ? unit.options.key : ten.key;
    for (const path of unit.paths) await countBatch(path, key, unit, input, tally, signal);
  },
};

function mayBeBatch(name: string, folder: FolderView): boolean {
  if (/^(?:data_batch_\d+|test_batch)$/.test(name)) return true;
  const holds = (meta: string): boolean => folder.files.includes(meta);
  if (name === 'train' || name === 'test') return holds('meta') || holds('batches.meta');
  return splitOfWord(name) !== undefined && holds('batches.meta');
}

function splitOf(name: string): SplitName {
  return name.startsWith('test') ? 'test' : (splitOfWord(name) ?? 'train');
}

/** `data_batch_1`, which CIFAR-10 alone has. */
function isNumbered({ path }: Source): boolean {
  return /_batch(?:_\d+)?$/.test(path);
}

function isPickle(bytes: Uint8Array | undefined): boolean {
  if (bytes === undefined || bytes.length < 3) return false;
  if (bytes[0] === 0x80) return bytes[1] >= 2 && bytes[1] <= 5;
  // Protocols 0 and 1 begin with the dict itself.
  return (bytes[0] === 0x28 && bytes[1] === 0x64) || (bytes[0] === 0x7d && bytes[1] === 0x71);
}

async function* claimsOf(folder: FolderView, sources: readonly Source[]): AsyncGenerator<Claim> {
  const hundred = !folder.files.includes('batches.meta') && !sources.some(isNumbered);
  const meta = folder.files.find((name) => name === (hundred ? 'meta' : 'batches.meta'));
  const head = meta === undefined ? undefined : await folder.head(meta);
  const text = new TextDecoder('latin1').decode(head?.bytes ?? new Uint8Array(0));
  if (hundred && !text.includes(fine.names)) return;
  const names = meta === undefined ? [] : [folder.pathOf(meta)];
  for (const reading of hundred ? [fine, coarse] : [ten]) {
    yield {
      format: id,
      name: folder.name,
      unit: 'image',
      confidence: reading === coarse ? 0.45 : 0.95,
      evidence: [`CIFAR-${hundred ? 100 : 10} batches: pickles with the list ${reading.key}`],
      sources,
      covers: coversOf(names),
      ...(hundred ? { reading: { id: reading.key, title: reading.title } } : {}),
      options: { key: reading.key, names: reading.names, meta: names.at(0) ?? null },
    };
  }
}

const metaLimit = 1 << 20;

async function readNames(path: string, key: string, files: ByteInput): Promise<ClassEntry[]> {
  try {
    const bytes = (await files.whole(path, metaLimit)).slice();
    const pull = new RangedPull((start, end) => bytes.slice(start, end), 0, bytes.length);
    const value = await readPickle(pull);
    const names = value instanceof PickleDict ? value.list(key) : undefined;
    if (names?.every((name) => typeof name === 'string') !== true) return [];
    return names.map((name, at) => ({ id: at.toString(), name }));
  } catch (error) {
    // Names are a help only: without them the ids stand for themselves.
    if (error instanceof PickleError || error instanceof SourceError) return [];
    throw error;
  }
}

async function countBatch(
  path: string,
  key: string,
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const pull = await openPull(input, path);
  const complain = (code: string, message: string): void => {
    const place = { file: path, line: 1, column: pull.offset + 1 };
    tally.problem({ code, severity: 'error', ...place, message });
  };
  let value: PickleValue;
  try {
    value = await readPickle(pull, signal);
  } catch (error) {
    if (!(error instanceof PickleError)) throw error;
    complain('pickle-malformed', `The pickle cannot be read: ${reasonOf(error)}.`);
    return;
  }
  const labels = value instanceof PickleDict ? value.list(key) : undefined;
  if (labels === undefined) {
    const where = parentPath(path) === '' ? 'The batch' : `The batch in ${parentPath(path)}`;
    complain('no-labels-in-file', `${where} has no plain list “${key}”.`);
    return;
  }
  const values = new LabelValues(tally, unit.split, path);
  for (const label of labels) values.add(typeof label === 'number' ? label : Number.NaN);
  values.end();
}
