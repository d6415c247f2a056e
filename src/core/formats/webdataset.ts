// WebDataset shards: tar archives whose samples share a name, with the label in `.cls` or in a JSON member.
// Must not know how a tar is laid out; archives/ does. Images are skipped unread.

import { eachTarMember, isTarHeader } from '../archives/tarMembers';
import {
  labelsIn,
  partsOf,
  areNames,
  isTooLong,
  rankOf,
  readLabels,
  type WebLabel,
} from '../archives/webDatasetSamples';
import { openPull, type Pull, RangedPull, ChunkPull } from '../bytes/pull';
import type { Claim, Plan, WorkUnit } from '../claims';
import { type Candidate, candidatesOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import type { SplitName, Unit } from '../model';
import { baseName, parentPath } from '../paths';
import type { ByteInput } from '../ports';
import { nameListsBeside, namesFor } from '../tables/nameLists';
import { pack } from '../tables/packed';
import { splitKeyOf } from '../tables/splitGroups';
import type { SplitTally, Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'webdataset';
/** Members of a shard that detection looks at. */
const membersSeen = 96;
const soundKinds = ['wav', 'flac', 'mp3', 'ogg', 'opus', 'm4a'];
const shard = /\.(?:tar|tar\.gz|tgz)$/i;

interface Look {
  readonly labels: readonly WebLabel[];
  readonly values: readonly string[];
  readonly unit: Unit;
}

interface Shards {
  readonly members: { readonly path: string; readonly split: SplitName }[];
  readonly shards: Candidate[];
}

export const webdataset: LabelFormat = {
  id,
  title: 'WebDataset',
  units: ['image', 'box', 'clip', 'instance', 'span'],
  notes: {
    detects:
      'tar archives (also packed) whose members share a name and hold `.cls`, `.json` with labels or boxes, or `.txt` with names',
    splits: 'File and folder names; numbered shards are one dataset',
    remarks: 'Only headers and labels are read.',
  },

  async *detect(root, signal) {
    const groups = new Map<string, Shards>();
    for (const candidate of candidatesOf(root, id, signal, (name) => shard.test(name))) {
      const { path } = candidate;
      const { key, split } = splitKeyOf(path.replace(/\d+(?=\.(?:tar|tar\.gz|tgz)$)/i, '00000'));
      const group: Shards = groups.get(key) ?? { members: [], shards: [] };
      group.members.push({ path, split });
      group.shards.push(candidate);
      groups.set(key, group);
    }
    for (const group of groups.values()) {
      // A shard may hold no label by chance, or be damaged: the next one says.
      for (const one of group.shards) {
        const look = await lookedAt(one, signal, () => lookAt(one));
        if (look === undefined || look.labels.length === 0) continue;
        yield* claimsOf(group, look);
        break;
      }
    }
  },

  async plan(claim, files, folder) {
    const { label, values } = claim.options as unknown as { label: WebLabel; values: string[] };
    const path = claim.sources.at(0)?.path ?? '';
    const lists = nameListsBeside(folder.at(parentPath(path)), path);
    const classes = (await namesFor(values, lists, files, { file: path }))?.classes ?? [];
    const units = claim.sources.map(async (source): Promise<WorkUnit> => {
      const bytes = await files.size(source.path);
      return {
        format: id,
        split: source.split,
        paths: [source.path],
        bytes,
        options: pack({ label }),
      };
    });
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: true,
      units: await Promise.all(units),
      problems: [],
    } satisfies Plan;
  },

  async count(unit, input, tally, signal) {
    const { label } = unit.options as unknown as { label: WebLabel };
    for (const path of unit.paths) await countShard(path, label, unit.split, input, tally, signal);
  },
};

async function lookAt({ folder, name, path }: Candidate): Promise<Look> {
  const none: Look = { labels: [], values: [], unit: 'image' };
  const head = await folder.textHead(name);
  if (head === undefined || !isTarHeader(head.bytes.subarray(0, 512))) return none;
  const packed = /gz$/i.test(name);
  const read = async (start: number, end: number): Promise<Uint8Array> =>
    (await folder.bytesAt(path, start, end)) ?? new Uint8Array(0);
  const pull: Pull = packed
    ? new ChunkPull([head.bytes])
    : new RangedPull(read, 0, head.size, 4096);
  const labels = new Map<string, WebLabel>();
  const texts: string[] = [];
  const kinds = new Set<string>();
  let seen = 0;
  await eachTarMember(pull, async (member) => {
    seen += 1;
    const parts = partsOf(member.name);
    if (parts === undefined) return seen < membersSeen;
    kinds.add(parts.extension.replace(/^.*\./, ''));
    const text = { extension: 'txt' };
    if (parts.extension === 'txt') texts.push(...(await readLabels(member, text)));
    for (const label of await labelsIn(member, parts.extension)) {
      labels.set(`${label.extension} ${label.key ?? ''}`, label);
    }
    return seen < membersSeen;
  });
  if (areNames(texts)) labels.set('txt', { extension: 'txt' });
  const sorted = [...labels.values()].sort((a, b) => rankOf(a) - rankOf(b));
  return {
    labels: sorted,
    values: ['0'],
    unit: soundKinds.some((one) => kinds.has(one)) ? 'clip' : 'image',
  };
}

function* claimsOf({ members }: Shards, { labels, values, unit }: Look): Generator<Claim> {
  const [{ path }] = members;
  for (const [at, label] of labels.entries()) {
    const what = label.key === undefined ? `.${label.extension}` : `${label.key} in .json`;
    yield {
      format: id,
      name: members.length === 1 ? baseName(path) : shardName(path),
      unit: label.unit ?? unit,
      confidence: at === 0 ? (label.key === undefined ? 0.9 : 0.7) : 0.4,
      evidence: [`a tar whose samples hold ${what}`],
      sources: members.map(({ path: file, split }) => ({ path: file, kind: 'file', split })),
      reading: { id: `label:${label.key ?? label.extension}`, title: what },
      options: pack({ label, values }),
    };
  }
}

/** `data/imagenet-train-000000.tar` -> `imagenet-train`, `data/000000.tar` -> `data`. */
function shardName(path: string): string {
  const stem = baseName(path)
    .replace(shard, '')
    .replace(/[-_.]*\d+$/, '');
  return stem === '' ? baseName(parentPath(path)) || baseName(path) : stem;
}

function addLabels(
  labels: readonly string[],
  { unit }: WebLabel,
  split: SplitTally,
  tally: Tally,
): void {
  const areInImage = unit === 'box' || unit === 'instance';
  const texts = unit === undefined ? [...new Set(labels)] : labels;
  if (areInImage) tally.traits.add('images');
  else if (unit === undefined && texts.length > 1) tally.traits.add('multi-label');
  split.beginImage();
  for (const text of texts) {
    const index = tally.labels.indexOfText(text);
    if (areInImage) split.addInImage(index);
    else split.add(index);
  }
}

async function countShard(
  path: string,
  label: WebLabel,
  splitName: SplitName,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const split = tally.split(splitName);
  const sample = { key: '', labelled: true, number: 0 };
  const tooLong: string[] = [];
  const finish = (): void => {
    if (!sample.labelled) split.unlabelled += 1;
    if (sample.number > 0) split.recorder?.end(path, sample.number, sample.key);
  };
  const end = await eachTarMember(
    await openPull(input, path, 16 * 1024),
    async (member) => {
      const parts = partsOf(member.name);
      if (parts === undefined) return true;
      if (parts.key !== sample.key) {
        finish();
        sample.key = parts.key;
        sample.labelled = false;
        sample.number += 1;
        split.samples += 1;
      }
      if (parts.extension !== label.extension || sample.labelled) return true;
      if (isTooLong(member, label)) tooLong.push(member.name);
      const labels = await readLabels(member, label);
      if (labels.length === 0) return true;
      sample.labelled = true;
      addLabels(labels, label, split, tally);
      return true;
    },
    signal,
  );
  finish();
  if (tooLong.length > 0) {
    const message = `${tooLong.length} members are too large to hold a label and are not read, ${tooLong[0]} first; their samples count as unlabelled.`;
    tally.problem({ code: 'label-not-read', severity: 'warning', file: path, message });
  }
  if (end.problem === undefined) return;
  const message = `The archive cannot be read further: ${end.problem} (byte ${end.offset}).`;
  const column = end.offset + 1;
  tally.problem({ code: 'truncated', severity: 'error', file: path, line: 1, column, message });
}
