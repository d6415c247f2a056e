// IDX files, as MNIST, Fashion-MNIST, KMNIST and EMNIST have them: one-dimensional arrays of labels, also packed.
// Must not know how bytes are unpacked.

import { fileUnits } from '../arrays/fileUnits';
import { idxElement, readIdxHeader } from '../arrays/idxHeader';
import { LabelValues } from '../arrays/labelValues';
import { eachRecord, truncated } from '../arrays/records';
import { openPull } from '../bytes/pull';
import type { Claim, Plan, WorkUnit } from '../claims';
import { candidatesOf, coversOf, sourcesOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { baseName, parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import type { Tally } from '../tally';
import { nameListsBeside, namesFor } from '../tables/nameLists';
import { groupBySplit, type GroupFile, type SplitGroup } from '../tables/splitGroups';
import type { LabelFormat } from './format';

const id = 'idx';
/** QMNIST keeps the class in the first of eight columns. */
const qmnistColumns = 8;
const namesLimit = 1 << 20;

export const idx: LabelFormat = {
  id,
  title: 'MNIST IDX',
  units: ['image'],
  notes: {
    detects: 'IDX files of one dimension (`train-labels-idx1-ubyte`, also .gz)',
    splits: 'File names: `train-labels…`, `t10k-labels…`',
    remarks: 'Image files (idx3) are left out. Names from an EMNIST mapping file or `classes.txt`.',
  },
  detect,
  plan,
  count,
};

async function* detect(root: FolderView, signal: AbortSignal): AsyncGenerator<Claim> {
  const found: GroupFile<readonly string[]>[] = [];
  for (const { folder, name, path, chosen } of candidatesOf(root, id, signal, mayBeIdx)) {
    const header = await lookedAt({ folder, name }, signal, async () => {
      const head = await folder.textHead(name);
      return head === undefined ? undefined : readIdxHeader(head.bytes);
    });
    if (header === undefined || labelColumns(header.dims) === 0) continue;
    if (!chosen && !/label|target|class/i.test(name) && !/idx1/i.test(name)) continue;
    const images = folder.files.filter((other) => /idx[34]|images.*ubyte/i.test(other));
    // Kaggle unpacks each file into a folder of its name.
    const placed = folder.name === name ? folder.path : path;
    found.push({ path, placed, signature: '', value: images.map((other) => folder.pathOf(other)) });
  }
  for (const group of groupBySplit(found)) yield claimOf(group);
}

function mayBeIdx(name: string): boolean {
  return /idx\d?|ubyte/i.test(name) && !/idx[3-9]/i.test(name);
}

/** Numbers a sample; 0 where the array holds no labels. */
function labelColumns(dims: readonly number[]): number {
  if (dims.length === 1) return 1;
  if (dims.length !== 2) return 0;
  return dims[1] === 1 || dims[1] === qmnistColumns ? dims[1] : 0;
}

function claimOf(group: SplitGroup<readonly string[]>): Claim {
  return {
    format: id,
    name: group.name,
    unit: 'image',
    confidence: 0.95,
    evidence: ['IDX magic bytes and one dimension: an array of labels'],
    sources: sourcesOf(group),
    covers: coversOf([...new Set(group.members.flatMap(({ value }) => value))]),
    options: {},
  };
}

async function plan(claim: Claim, files: ByteInput, folder: FolderView): Promise<Plan> {
  const classes = await namesOf(claim.sources.at(0)?.path ?? '', files, folder);
  return {
    classes,
    order: classes.length > 0 ? 'declared' : 'label',
    multiLabel: false,
    openVocabulary: false,
    denseIndexes: classes.at(0)?.id !== '1',
    units: await fileUnits(claim, files, {}),
    problems: [],
  };
}

async function namesOf(
  path: string,
  files: ByteInput,
  root: FolderView,
): Promise<readonly ClassEntry[]> {
  const folder = root.at(parentPath(path));
  const own = baseName(path).replace(/-(?:train|test).*$/, '');
  const mappings = folder?.files.filter((name) => /mapping\.txt$/i.test(name)) ?? [];
  const mapping = mappings.find((name) => name.startsWith(own)) ?? mappings.at(0);
  if (folder !== undefined && mapping !== undefined) {
    const classes = await readMapping(folder.pathOf(mapping), files);
    if (classes.length > 0) return classes;
  }
  const lists = nameListsBeside(folder, path);
  return (await namesFor(['0'], lists, files, { file: path }))?.classes ?? [];
}

/** EMNIST: `label code code …`, the codes of the characters that the label stands for. */
async function readMapping(path: string, files: ByteInput): Promise<ClassEntry[]> {
  try {
    const text = new TextDecoder().decode(await files.whole(path, namesLimit));
    return [...text.matchAll(/^(\d+)((?: \d+)+)\s*$/gm)].map(([, label, codes]) => {
      const characters = codes.trim().split(' ').map(Number);
      const valid = characters.filter((code) => code > 32 && code < 0x10ffff);
      return { id: label, name: String.fromCodePoint(...valid.slice(0, 4)) };
    });
  } catch (error) {
    // Names are a help only.
    if (error instanceof SourceError) return [];
    throw error;
  }
}

async function count(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  for (const file of unit.paths) {
    const pull = await openPull(input, file);
    const start = new Uint8Array(await pull.take(4));
    const sizes = await pull.take(4 * Math.min(8, start.at(3) ?? 0));
    const header = readIdxHeader(Uint8Array.of(...start, ...sizes));
    const columns = header === undefined ? 0 : labelColumns(header.dims);
    if (header === undefined || columns === 0) {
      truncated(tally, file, pull.offset, 'it has no whole IDX header of labels');
      continue;
    }
    const values = new LabelValues(tally, unit.split, file);
    const onRecord = (view: DataView, at: number): void => {
      values.add(idxElement(view, at, header.type));
    };
    const run = { size: header.size * columns, count: header.dims[0], onRecord };
    const { records } = await eachRecord(pull, run, signal);
    values.end();
    if (records < header.dims[0]) {
      const what = `its header promises ${header.dims[0]} labels, ${records} are there`;
      truncated(tally, file, pull.offset, what);
    }
  }
}
