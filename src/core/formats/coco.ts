// COCO: one JSON file of images, annotations and categories; also LVIS, Objects365, panoptic, iNaturalist, image labels.
// Must not know other formats; the file is read as a stream by annotations/cocoReader.

import type { Claim, Source, WorkUnit } from '../claims';
import { type CocoCounting, CocoReader } from '../annotations/cocoReader';
import { type CocoSniff, sniffCoco } from '../annotations/cocoSniff';
import { splitPlaceOf } from '../annotations/splitGroups';
import { isJunkFolder } from '../detect/folderWords';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { SplitName, Unit } from '../model';
import { baseName, isPacked, parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import type { LabelFormat } from './format';

const id = 'coco';

/** Folders of more JSON files hold one file an image; only files with a telling name are looked at there. */
const manyFiles = 40;
const tellingName =
  /coco|instances|annotations|panoptic|keypoints|lvis|objects|stuff|train|val|test|labels|dataset|bbox/i;

/** iNaturalist’s `train_mini.json` stands for `train.json` where that is not there. */
const sizeWord = /[_-](?:mini|tiny|small|full)(?=[._-])/i;

interface Found {
  readonly path: string;
  readonly split: SplitName;
  readonly sniff: CocoSniff;
}

const unitOf: Readonly<Record<CocoCounting, Unit>> = {
  objects: 'box',
  segments: 'instance',
  images: 'image',
};

export const coco: LabelFormat = {
  id,
  title: 'COCO',
  units: ['box', 'instance', 'image'],
  notes: {
    detects:
      'JSON (also .gz) with the lists `images`, `annotations` and `categories`, in any order and of any size; `images` may be an object of id and file',
    splits: 'File or folder names: `instances_train2017.json`, `valid/_annotations.coco.json`',
    remarks:
      'Classes in the order of `categories`, by `name`, else `title`, `label` or a scientific name. Crowd regions are counted and said. Instances, key points and panoptic ' +
      'segments of the same images are datasets of their own, never added up. Captions have no classes.',
  },

  async *detect(folder, signal) {
    const groups = new Map<string, Found[]>();
    for (const at of folder.walk()) {
      if (isJunkFolder(at.name)) continue;
      for (const name of candidatesIn(at)) {
        signal.throwIfAborted();
        const found = await lookedAt({ folder: at, name }, signal, () => look(folder, at, name));
        if (found === undefined) continue;
        const key = groupFor(found, groups);
        groups.set(key, [...(groups.get(key) ?? []), found]);
      }
    }
    for (const group of groups.values()) yield claimOf(group);
  },

  async plan(claim, files) {
    const units: WorkUnit[] = [];
    for (const source of claim.sources) units.push(await unitFor(source, claim, files));
    return {
      classes: [],
      order: 'declared',
      multiLabel: false,
      openVocabulary: false,
      units,
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const counting = countingOf(unit.options.counting);
    if (counting !== 'images') tally.traits.add('images');
    for (const path of unit.paths) {
      const reader = new CocoReader(tally, unit.split, path, counting, input.kernels);
      try {
        for await (const chunk of input.chunks(path, {
          gunzip: isPacked(path),
          into: reader.room,
        })) {
          signal.throwIfAborted();
          reader.feed(chunk);
        }
      } catch (error) {
        if (!(error instanceof SourceError)) throw error;
        tally.problem({ code: error.code, severity: 'error', file: path, message: error.message });
      }
      reader.end();
    }
  },
};

function candidatesIn(folder: FolderView): readonly string[] {
  const all = folder.labelFiles.filter(
    (name) => /\.json(?:\.gz)?$/i.test(name) && !name.startsWith('.'),
  );
  return all.length <= manyFiles
    ? all
    : all.filter((name) => tellingName.test(name)).slice(0, manyFiles);
}

async function look(
  root: FolderView,
  folder: FolderView,
  name: string,
): Promise<Found | undefined> {
  const head = await (isPacked(name) ? folder.textHead(name) : folder.head(name));
  if (head === undefined || !/^\s*\{/.test(new TextDecoder().decode(head.bytes.subarray(0, 64)))) {
    return undefined;
  }
  const path = folder.pathOf(name);
  const sniff = await sniffCoco(root, path, head);
  return sniff === undefined ? undefined : { path, split: splitPlaceOf(path).split, sniff };
}

/** Files of one group count the same thing, and their categories do not contradict each other. */
function groupFor(found: Found, groups: ReadonlyMap<string, readonly Found[]>): string {
  const { key, split } = splitPlaceOf(found.path);
  const wanted = `${key.replace(sizeWord, '')}\n${found.sniff.counting}`;
  const others = groups.get(wanted) ?? [];
  const fits = others.every((other) => agree(other.sniff, found.sniff) && other.split !== split);
  return fits ? wanted : found.path;
}

function agree(a: CocoSniff, b: CocoSniff): boolean {
  if (a.categories === undefined || b.categories === undefined) return true;
  for (const [key, name] of a.categories) {
    if ((b.categories.get(key) ?? name) !== name) return false;
  }
  return true;
}

function claimOf(group: readonly Found[]): Claim {
  const first = group[0];
  const { counting, sure } = first.sniff;
  const carries = { objects: 'objects', segments: 'segments', images: 'labels of images' }[
    counting
  ];
  return {
    format: id,
    name: nameOf(first),
    unit: unitOf[counting],
    confidence: sure ? 0.95 : 0.7,
    evidence: [`JSON with images, annotations (${carries}) and categories`],
    sources: group.map(({ path, split }) => ({ path, kind: 'file', split })),
    options: { counting },
  };
}

/** The file's name, or the folder's where the file is called as in every such export. */
function nameOf({ path, split }: Found): string {
  const name = baseName(path).replace(/\.json(?:\.gz)?$/i, '');
  if (!name.startsWith('_')) return name;
  const folder = split === 'all' ? parentPath(path) : parentPath(parentPath(path));
  return folder === '' ? name : baseName(folder);
}

async function unitFor(source: Source, claim: Claim, files: ByteInput): Promise<WorkUnit> {
  const { path, split } = source;
  const bytes = await files.size(path);
  return { format: id, split, paths: [path], bytes, options: { counting: claim.options.counting } };
}

function countingOf(value: unknown): CocoCounting {
  return value === 'segments' || value === 'images' ? value : 'objects';
}
