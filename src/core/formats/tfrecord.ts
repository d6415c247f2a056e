// TFRecord files of tf.train.Example, as the TensorFlow Object Detection API, TFDS and many scripts write them.
// Must not know protobuf; archives/ does.

import { type Features, nextExample } from '../archives/tfExample';
import { truncated } from '../arrays/records';
import { openPull, type Pull, RangedPull } from '../bytes/pull';
import type { Claim, Plan, WorkUnit } from '../claims';
import { type Candidate, candidatesOf, coversOf, sourcesOf } from '../detect/candidates';
import { labelMapNear, readLabelMap } from '../detect/labelMap';
import { readNameLines } from '../detect/nameLines';
import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { parentPath } from '../paths';
import type { ByteInput } from '../ports';
import { pack } from '../tables/packed';
import { groupBySplit, type SplitGroup } from '../tables/splitGroups';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'tfrecord';

/** Where the labels of a record stand. */
interface Layout {
  readonly ids: string | null;
  readonly texts: string | null;
  readonly boxes: boolean;
}

interface Notes extends Layout {
  /** TensorFlow's label map. */
  readonly map: string | null;
  /** The names that TensorFlow Datasets writes beside its records, one a line. */
  readonly list: string | null;
}

const recordsSeen = 8;
const layouts: readonly Layout[] = [
  { ids: 'image/object/class/label', texts: 'image/object/class/text', boxes: true },
  { ids: 'objects/label', texts: null, boxes: true },
  { ids: 'image/class/label', texts: 'image/class/text', boxes: false },
  ...['label', 'image/label', 'labels', 'class', 'class_id', 'category', 'target'].map((key) => ({
    ids: key,
    texts: key === 'label' ? 'label_text' : null,
    boxes: false,
  })),
];

export const tfrecord: LabelFormat = {
  id,
  title: 'TFRecord',
  units: ['box', 'image', 'row'],
  notes: {
    detects: '`.tfrecord` and `.record` files of tf.train.Example with class features',
    splits: 'File names; numbered shards are one dataset',
    remarks: 'Names from `label_map.pbtxt` or the text features. Images inside are skipped unread.',
  },

  async *detect(root, signal) {
    const found: { path: string; signature: string; value: Layout }[] = [];
    for (const candidate of candidatesOf(root, id, signal, mayBeRecords)) {
      const value = await lookAt(candidate);
      if (value !== undefined) {
        found.push({ path: candidate.path, signature: value.ids ?? value.texts ?? '', value });
      }
    }
    for (const group of groupBySplit(found)) yield claimOf(group, root);
  },

  async plan(claim, files) {
    const notes = claim.options as unknown as Notes;
    const classes = await classesOf(notes, files);
    // Ids without names say less than the text beside them.
    const byText = notes.texts !== null && (classes.length === 0 || notes.ids === null);
    const key = byText ? notes.texts : notes.ids;
    const units = claim.sources.map(async ({ path, split }): Promise<WorkUnit> => {
      const options = pack({ key, boxes: notes.boxes });
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
    const { key, boxes } = unit.options as unknown as { key: string; boxes: boolean };
    if (boxes) tally.traits.add('images');
    for (const path of unit.paths) {
      const pull = await openPull(input, path);
      for (let record = 0; ; record += 1) {
        signal.throwIfAborted();
        const start = pull.offset;
        const features = await nextExample(pull, key);
        if (features === undefined) break;
        if (features === 'damaged') {
          truncated(tally, path, start, `record ${record + 1} is damaged or cut off`);
          break;
        }
        countExample(features, key, boxes, unit.split, tally);
        tally.split(unit.split).recorder?.end(path, record + 1);
      }
    }
  },
};

/** TensorFlow Datasets' names are by the feature: `label.labels.txt`, `objects-label.labels.txt`. */
function namesListOf({ ids }: Layout, folder: FolderView | undefined): string | null {
  const name = `${(ids ?? '').replaceAll('/', '-')}.labels.txt`;
  return folder?.files.includes(name) === true ? folder.pathOf(name) : null;
}

async function classesOf({ map, list }: Notes, files: ByteInput): Promise<ClassEntry[]> {
  if (map !== null) return readLabelMap(map, files);
  return list === null ? [] : readNameLines(list, files);
}

function mayBeRecords(name: string): boolean {
  return /\.(?:tfrecords?|tfrec|record)(?:-\d+-of-\d+)?(?:\.gz)?$/i.test(name);
}

async function lookAt({ folder, name, path }: Candidate): Promise<Layout | undefined> {
  const head = await folder.textHead(name);
  if (head === undefined) return undefined;
  const packed = /\.gz$/i.test(name);
  const read = async (start: number, end: number): Promise<Uint8Array> =>
    packed
      ? head.bytes.slice(start, end)
      : ((await folder.bytesAt(path, start, end)) ?? new Uint8Array(0));
  const size = packed ? head.bytes.length : head.size;
  const pull: Pull = new RangedPull(read, 0, size, 4096);
  const seen = new Map<string, boolean>();
  for (let record = 0; record < recordsSeen; record += 1) {
    const features = await nextExample(pull);
    if (features === undefined || features === 'damaged') break;
    for (const [key, values] of features) {
      seen.set(key, (seen.get(key) ?? false) || values.some((value) => value !== ''));
    }
  }
  return layoutOf(seen);
}

function layoutOf(seen: ReadonlyMap<string, boolean>): Layout | undefined {
  for (const { ids, texts, boxes } of layouts) {
    const hasTexts = texts !== null && seen.get(texts) === true;
    const hasIds = ids !== null && seen.get(ids) === true;
    if (hasIds || hasTexts)
      return { ids: hasIds ? ids : null, texts: hasTexts ? texts : null, boxes };
  }
  return undefined;
}

function claimOf(group: SplitGroup<Layout>, root: FolderView): Claim {
  const [{ path, value }] = group.members;
  const folder = root.at(parentPath(path));
  const map = labelMapNear(folder) ?? null;
  const list = namesListOf(value, folder);
  return {
    format: id,
    name: group.name,
    unit: value.boxes ? 'box' : 'image',
    confidence: 0.9,
    evidence: [`records with the feature ${value.ids ?? value.texts ?? ''}`],
    sources: sourcesOf(group),
    covers: coversOf([map, list].filter((one) => one !== null)),
    options: pack({ ...value, map, list } satisfies Notes),
  };
}

function countExample(
  features: Features,
  key: string,
  boxes: boolean,
  splitName: string,
  tally: Tally,
): void {
  const split = tally.split(splitName);
  const labels = (features.get(key) ?? []).filter((label) => label !== '');
  split.samples += 1;
  if (labels.length === 0) split.unlabelled += 1;
  split.beginImage();
  if (!boxes && labels.length > 1) tally.traits.add('multi-label');
  for (const label of labels) {
    const index = tally.labels.indexOfText(label);
    if (boxes) split.addInImage(index);
    else split.add(index);
  }
}
