// TFRecord files of tf.train.Example, as the TensorFlow Object Detection API, TFDS and many scripts write them.
// Must not know protobuf; archives/ does.

import { nextExample } from '../archives/tfExample';
import { isNoLabel, marksNoLabel } from '../arrays/noLabel';
import { truncated } from '../arrays/records';
import { declaredLabels, type DeclaredLabel, type Layout, layoutsOf } from '../archives/tfLayout';
import { openRecords, unpackedHead } from '../archives/tfRecordFile';
import { type Pull, RangedPull } from '../bytes/pull';
import type { Claim, Plan, WorkUnit } from '../claims';
import { type Candidate, candidatesOf, coversOf } from '../detect/candidates';
import { labelMapNear, readLabelMap } from '../detect/labelMap';
import { lookedAt } from '../detect/lookedAt';
import { readNameLines } from '../detect/nameLines';
import { shardKeys } from '../detect/shardNames';
import type { FolderView } from '../folderView';
import type { ClassEntry, Unit } from '../model';
import { parentPath } from '../paths';
import { plural } from '../plural';
import type { ByteInput } from '../ports';
import { nameListsBeside, namesFor, someLabels } from '../tables/nameLists';
import { pack } from '../tables/packed';
import { groupBySplit, type SplitGroup } from '../tables/splitGroups';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'tfrecord';

interface Notes extends Layout {
  /** TensorFlow's label map. */
  readonly map: string | null;
  /** The names that TensorFlow Datasets writes beside its records, one a line. */
  readonly list: string | null;
  /** Some of the numbers that occur, for lists of names that others than TensorFlow's tools write. */
  readonly labels: readonly string[];
  /** -1 and -100 are no labels, by what stands beside them in the first records. */
  readonly marked: boolean;
}

/** What one file shows of its label features. */
interface Look {
  readonly layouts: readonly Layout[];
  /** Features whose -1 and -100 are no labels. */
  readonly marked: ReadonlySet<string>;
  /** Numbers by feature, in the first records. */
  readonly numbers: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Notes from plan to count. */
interface UnitNotes {
  readonly key: string;
  readonly unit: Unit;
  readonly marked: boolean;
}

/** Records that detection looks at: the first ones may be images without an object. */
const recordsSeen = 64;

export const tfrecord: LabelFormat = {
  id,
  title: 'TFRecord',
  units: ['box', 'image', 'document', 'clip', 'token', 'row'],
  notes: {
    detects:
      '`.tfrecord` and `.record` files, and `NAME-00000-of-00010`, of tf.train.Example or SequenceExample with class features',
    splits: 'File names; numbered shards are one dataset',
    remarks:
      'Names from `label_map.pbtxt`, the text features or those of TensorFlow Datasets (`features.json`, `label.labels.txt`). ' +
      'GZIP and ZLIB are unpacked. Images inside are skipped unread.',
  },

  async *detect(root, signal) {
    const seen: { path: string; look: Look }[] = [];
    for (const candidate of candidatesOf(root, id, signal, mayBeRecords)) {
      const look = await lookedAt(candidate, signal, () => lookAt(candidate));
      if (look !== undefined) seen.push({ path: candidate.path, look });
    }
    const keyOf = shardKeys(seen.map(({ path }) => path));
    const found = seen.map((value) => {
      const [{ ids, texts }] = value.look.layouts;
      return { path: keyOf(value.path), signature: ids ?? texts ?? '', value };
    });
    for (const group of groupBySplit(found)) yield* claimsOf(group, root);
  },

  async plan(claim, files, root) {
    const notes = claim.options as unknown as Notes;
    const told = await classesOf(notes, files);
    const classes = told.length > 0 ? told : await namesBeside(claim, notes, files, root);
    // Ids without names say less than the text beside them.
    const byText = notes.texts !== null && (classes.length === 0 || notes.ids === null);
    const key = byText ? notes.texts : notes.ids;
    const units = claim.sources.map(async ({ path, split }): Promise<WorkUnit> => {
      const declared =
        !byText && classes.length > 0 && !classes.some(({ id: one }) => isNoLabel(+one));
      const marked = notes.marked || declared;
      const options = pack({ key: key ?? '', unit: notes.unit, marked } satisfies UnitNotes);
      return { format: id, split, paths: [path], bytes: await files.size(path), options };
    });
    return {
      classes: byText ? classes.map(({ name }) => ({ id: name, name })) : classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: false,
      units: await Promise.all(units),
      problems: [],
    } satisfies Plan;
  },

  async count(unit, input, tally, signal) {
    const { key, unit: each, marked } = unit.options as unknown as UnitNotes;
    if (each === 'box') tally.traits.add('images');
    for (const path of unit.paths) {
      const pull = await openRecords(input, path);
      let ignored = 0;
      for (let record = 0; ; record += 1) {
        signal.throwIfAborted();
        const start = pull.offset;
        const features = await nextExample(pull, key);
        if (features === undefined) break;
        if (features === 'damaged') {
          truncated(tally, path, start, `record ${record + 1} is damaged or cut off`);
          break;
        }
        const labels = (features.get(key) ?? []).filter((label) => label !== '');
        const kept = marked ? labels.filter((label) => !isNoLabel(Number(label))) : labels;
        ignored += labels.length - kept.length;
        countExample(kept, each, unit.split, tally);
        tally.split(unit.split).recorder?.end(path, record + 1);
      }
      if (ignored > 0) sayIgnored(ignored, path, tally);
    }
  },
};

/** TensorFlow Datasets' names are by the feature: `label.labels.txt`, `objects-label.labels.txt`. */
function namesListOf({ ids }: Layout, folder: FolderView | undefined): string | null {
  const name = `${(ids ?? '').replaceAll('/', '-')}.labels.txt`;
  return folder?.files.includes(name) === true ? folder.pathOf(name) : null;
}

async function classesOf({ map, list, classes }: Notes, files: ByteInput): Promise<ClassEntry[]> {
  if (map !== null) return readLabelMap(map, files);
  if (list !== null) return readNameLines(list, files);
  return Array.from({ length: Math.min(classes ?? 0, mostClasses) }, (_, at) => {
    const label = at.toString();
    return { id: label, name: label };
  });
}

/** `labels.txt` of the TF-slim scripts (`0:daisy`) and the like, where the records hold numbers alone. */
async function namesBeside(
  { sources }: Claim,
  { ids, texts, labels }: Notes,
  files: ByteInput,
  root: FolderView,
): Promise<readonly ClassEntry[]> {
  const file = sources.at(0)?.path ?? '';
  if (ids === null || texts !== null) return [];
  const lists = nameListsBeside(root.at(parentPath(file)), file);
  return (await namesFor(labels, lists, files, { file }))?.classes ?? [];
}

/** More classes are not declared by their number alone. */
const mostClasses = 100_000;

function mayBeRecords(name: string): boolean {
  return /\.(?:tfrecords?|tfrec|record)(?:-\d+-of-\d+)?(?:\.(?:gz|zlib|z))?$|^[\w.-]+-\d{5}-of-\d{5}$/i.test(
    name,
  );
}

async function lookAt({ folder, name, path }: Candidate): Promise<Look | undefined> {
  const head = await folder.head(name);
  if (head === undefined) return undefined;
  const unpacked = await unpackedHead(head.bytes);
  const read = async (start: number, end: number): Promise<Uint8Array> =>
    unpacked?.slice(start, end) ?? (await folder.bytesAt(path, start, end)) ?? new Uint8Array(0);
  const pull: Pull = new RangedPull(read, 0, unpacked?.length ?? head.size, 4096);
  const seen = new Map<string, { filled: boolean; most: number }>();
  const numbers = new Map<string, Set<number>>();
  for (let record = 0; record < recordsSeen; record += 1) {
    const features = await nextExample(pull);
    if (features === undefined || features === 'damaged') {
      if (record === 0 && head.size > 0) sayDamaged(folder, name);
      break;
    }
    for (const [key, values] of features) {
      const before = seen.get(key) ?? { filled: false, most: 0 };
      const filled = before.filled || values.some((value) => value !== '');
      seen.set(key, { filled, most: Math.max(before.most, values.length) });
      const known = numbers.get(key) ?? new Set();
      numbers.set(key, known);
      for (const value of values) if (/^-?\d+$/.test(value)) known.add(Number(value));
    }
  }
  const layouts = seen.size === 0 ? [] : layoutsOf(seen, await declaredBeside(folder));
  if (layouts.length === 0) return undefined;
  const marked = [...numbers].filter(([, values]) => marksNoLabel(values)).map(([key]) => key);
  return { layouts, marked: new Set(marked), numbers };
}

/** Of files whose name says what they are; others may hold anything. */
function sayDamaged(folder: FolderView, name: string): void {
  if (!/\.(?:tfrecords?|tfrec)(?:-|\.|$)/i.test(name)) return;
  const message =
    'The first record is damaged, cut off or no tf.train.Example; the file is not counted.';
  const problem = { code: 'tfrecord-damaged', severity: 'error', message } as const;
  folder.note({ ...problem, file: folder.pathOf(name), line: 1, column: 1 });
}

async function declaredBeside(folder: FolderView): Promise<DeclaredLabel[]> {
  if (!folder.files.includes(featuresName)) return [];
  const head = await folder.head(featuresName);
  if (head === undefined) return [];
  const path = folder.pathOf(featuresName);
  const bytes = head.complete ? head.bytes : await folder.bytesAt(path, 0, head.size);
  return declaredLabels(new TextDecoder().decode(bytes));
}

const featuresName = 'features.json';

function* claimsOf(
  group: SplitGroup<{ readonly path: string; readonly look: Look }>,
  root: FolderView,
): Generator<Claim> {
  const [{ value: first }] = group.members;
  const folder = root.at(parentPath(first.path));
  const map = labelMapNear(folder) ?? null;
  const { layouts } = first.look;
  for (const [at, layout] of layouts.entries()) {
    const list = namesListOf(layout, folder);
    const key = layout.ids ?? layout.texts ?? '';
    const numbers = group.members.flatMap(({ value }) => [...(value.look.numbers.get(key) ?? [])]);
    const labels = numbers.filter((label) => !isNoLabel(label)).map(String);
    const marked = group.members.some(({ value }) => value.look.marked.has(key));
    yield {
      format: id,
      name: group.name,
      unit: layout.unit,
      confidence: at === 0 ? 0.9 : 0.4,
      evidence: [`records with the feature ${key}`],
      sources: group.members.map(({ value: { path }, split }) => ({ path, kind: 'file', split })),
      covers: coversOf([map, list].filter((one) => one !== null)),
      ...(layouts.length > 1 ? { reading: { id: `feature:${key}`, title: `feature ${key}` } } : {}),
      options: pack({
        ...layout,
        map,
        list,
        labels: someLabels(new Set(labels)),
        marked,
      } satisfies Notes),
    };
  }
}

function countExample(
  labels: readonly string[],
  unit: Unit,
  splitName: string,
  tally: Tally,
): void {
  const split = tally.split(splitName);
  split.samples += 1;
  if (labels.length === 0) split.unlabelled += 1;
  split.beginImage();
  if (unit !== 'box' && unit !== 'token' && labels.length > 1) tally.traits.add('multi-label');
  for (const label of labels) {
    const index = tally.labels.indexOfText(label);
    if (unit === 'box') split.addInImage(index);
    else split.add(index);
  }
}

function sayIgnored(times: number, file: string, tally: Tally): void {
  const message = plural(
    times,
    'label is -1 or -100 where others count from 0; it is taken as none.',
    'labels are -1 or -100 where others count from 0; they are taken as none.',
  );
  tally.problem({ code: 'ignored-value', severity: 'information', file, message });
}
