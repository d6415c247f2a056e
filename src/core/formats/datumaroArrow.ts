// Datumaro's Arrow export: items with their annotations packed into bytes, the classes in the schema's metadata.
// Must not know how annotations are packed, nor the Arrow files of others.

import { type ArrowFile, arrowRows, openArrow } from '../arrow/arrowRows';
import { type PackedLabel, packedCategories, packedLabels } from '../arrow/datumaroRows';
import { isArrow } from '../arrow/messages';
import type { Claim, Source, WorkUnit } from '../claims';
import { type Candidate, candidatesOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import type { ClassEntry } from '../model';
import { baseName, extensionIn, parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import { reasonOf } from '../reason';
import { pack } from '../tables/packed';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'datumaro-arrow';
const batchesLookedAt = 1;
const rowsLookedAt = 200;
const columns = ['id', 'subset', 'annotations'] as const;

interface Found {
  readonly classes: readonly ClassEntry[];
  readonly hasLabels: boolean;
  readonly hasObjects: boolean;
}

/** One file of an export. */
interface Shard {
  readonly path: string;
  readonly found: Found;
}

interface Notes {
  readonly objects: boolean;
  readonly classes: readonly ClassEntry[];
}

export const datumaroArrow: LabelFormat = {
  id,
  title: 'Datumaro Arrow',
  units: ['image', 'box'],
  notes: {
    detects:
      '`.arrow` files that Datumaro writes (`datum-0.arrow`), by the signature in their schema',
    splits: 'The column `subset`; shards are one dataset',
    remarks:
      'Classes in the order of the label category. Labels of images and objects in them are readings of their own.',
  },

  async *detect(root, signal) {
    // `datum-0.arrow`, `datum-1.arrow`: all files of a folder that declare the same classes are shards of one export.
    const shards = new Map<string, [Shard, ...Shard[]]>();
    const fits = extensionIn('.arrow');
    for (const candidate of candidatesOf(
      root,
      id,
      signal,
      (name) => /\.arrow$/i.test(name),
      fits,
    )) {
      const found = await lookedAt(candidate, signal, () => lookAt(candidate, signal));
      if (found === undefined) continue;
      const key = `${candidate.folder.path}\n${JSON.stringify(found.classes)}`;
      const shard = { path: candidate.path, found };
      shards.set(key, [...(shards.get(key) ?? []), shard] as [Shard, ...Shard[]]);
    }
    for (const group of shards.values()) yield* claimsOf(group);
  },

  async plan(claim, files) {
    const { classes } = claim.options as unknown as Notes;
    return {
      classes,
      order: 'declared',
      multiLabel: claim.unit === 'box',
      openVocabulary: false,
      denseIndexes: true,
      units: await Promise.all(
        claim.sources.map(async ({ path }): Promise<WorkUnit> => {
          const bytes = await files.size(path);
          return { format: id, split: 'all', paths: [path], bytes, options: claim.options };
        }),
      ),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const { objects } = unit.options as unknown as Notes;
    for (const path of unit.paths) await countFile(path, objects, input, tally, signal);
  },
};

async function lookAt(
  { folder, name }: Candidate,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const head = await folder.head(name);
  if (head === undefined || !isArrow(head.bytes)) return undefined;
  const read = async (start: number, end: number): Promise<Uint8Array> =>
    (await folder.bytesAt(folder.pathOf(name), start, end)) ?? new Uint8Array(0);
  try {
    const file = await openArrow(read, head.size, signal, batchesLookedAt);
    const { datumaro } = file.schema;
    if (datumaro === undefined) return undefined;
    const labels: PackedLabel[] = [];
    let rows = 0;
    for await (const item of itemsOf(file)) {
      labels.push(...item.labels);
      rows += 1;
      if (rows >= rowsLookedAt) break;
    }
    const hasLabels = labels.some(({ ofImage }) => ofImage);
    const hasObjects = labels.some(({ ofImage }) => !ofImage);
    return { classes: packedCategories(datumaro), hasLabels, hasObjects };
  } catch (error) {
    signal.throwIfAborted();
    // The reader of all Arrow files says what is damaged.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function* claimsOf(group: readonly [Shard, ...Shard[]]): Generator<Claim> {
  const hasLabels = group.some(({ found }) => found.hasLabels);
  const hasObjects = group.some(({ found }) => found.hasObjects);
  for (const objects of [false, true]) {
    if (!(objects ? hasObjects : hasLabels)) continue;
    const title = objects ? 'objects in images' : 'labels of images';
    yield {
      format: id,
      name: group.length === 1 ? baseName(group[0].path) : baseName(parentPath(group[0].path)),
      unit: objects ? 'box' : 'image',
      confidence: 0.95,
      evidence: [`an Arrow file signed by Datumaro (${title})`],
      sources: group.map(({ path }): Source => ({ path, kind: 'file', split: 'all' })),
      ...(hasLabels && hasObjects
        ? { reading: { id: objects ? 'objects' : 'labels', title } }
        : {}),
      options: pack({ objects, classes: group[0].found.classes } satisfies Notes),
    };
  }
}

/** The items of all batches. Rejects with a RangeError where the file is damaged. */
async function* itemsOf(
  file: ArrowFile,
): AsyncGenerator<{ id: string; subset: string; labels: readonly PackedLabel[] }> {
  const places = columns.map((name) => file.schema.fields.findIndex((one) => one.name === name));
  if (places.includes(-1)) throw new RangeError('a column is missing');
  for await (const { rows, values } of arrowRows(
    file,
    places.map((field) => ({ field })),
  )) {
    const [name, subset, annotations] = values;
    for (let row = 0; row < rows; row += 1) {
      const bytes = annotations(row);
      const labels = bytes instanceof Uint8Array ? packedLabels(bytes) : [];
      yield { id: String(name(row)), subset: String(subset(row)), labels };
    }
  }
}

async function countFile(
  path: string,
  objects: boolean,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  if (objects) tally.traits.add('images');
  const damaged = (reason: string, column: number): void => {
    const message = `The items from here on cannot be read: ${reason}.`;
    const place = { line: 1, column };
    tally.problem({ code: 'arrow-damaged', severity: 'error', file: path, ...place, message });
  };
  const size = await input.size(path);
  try {
    const file = await openArrow((start, end) => input.read(path, start, end), size, signal);
    for await (const item of itemsOf(file)) {
      signal.throwIfAborted();
      // What belongs to no subset is in `default`.
      const split = tally.split(item.subset === 'default' ? 'all' : item.subset);
      const labels = item.labels.filter(({ ofImage }) => ofImage !== objects);
      split.samples += 1;
      split.beginImage();
      if (labels.length === 0) split.unlabelled += 1;
      if (!objects && labels.length > 1) tally.traits.add('multi-label');
      for (const { label } of labels) {
        const index = tally.labels.indexOfText(label.toString());
        if (objects) split.addInImage(index);
        else split.add(index);
      }
      split.recorder?.end(path, undefined, item.id);
    }
    if (file.damage !== undefined) damaged(file.damage.reason, file.damage.offset + 1);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError || !(error instanceof Error)) throw error;
    damaged(reasonOf(error), size + 1);
  }
}
