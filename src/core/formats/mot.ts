// MOT challenge: gt/gt.txt of each sequence, one box a line, with the class in the eighth field.
// Must not know other formats, nor how lines are counted; textLabels/motReader does.

import type { Claim, Source } from '../claims';
import { splitOfFolder } from '../detect/folderWords';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { ClassEntry, SplitName } from '../model';
import { type ByteInput, SourceError } from '../ports';
import { namesInFile } from '../tables/nameFiles';
import { eachLine } from '../textLabels/eachLine';
import { MotReader } from '../textLabels/motReader';
import { sharedFolder } from '../textLabels/smallFiles';
import { covering, linesOf, textHeadOf, unitsOf } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'mot';
const namesLimit = 1024 * 1024;
/** A name a line, or as Datumaro has them on request. */
const namesFiles = ['labels.txt', 'dataset_meta.json'];
const box = /^\d+,-?\d+(?:,-?[\d.]+(?:e[+-]?\d+)?){4},-?[\d.]+,\d+(?:,-?[\d.]+)?$/i;
const detectors = /-(?:DPM|FRCNN|SDP)$/;
/** Classes of MOT16, MOT17 and MOT20 (arXiv:1603.00831, table 3). */
const motClasses =
  'Pedestrian,Person on vehicle,Car,Bicycle,Motorbike,Non motorized vehicle,Static person,Distractor,Occluder,Occluder on the ground,Occluder full,Reflection'.split(
    ',',
  );

/** A sequence with its ground truth. */
interface Sequence {
  readonly gt: FolderView;
  readonly folder: FolderView;
  readonly split: SplitName;
}

export const mot: LabelFormat = {
  id,
  title: 'MOT',
  units: ['box', 'track'],
  notes: {
    detects: '`gt/gt.txt` of lines `frame,id,x,y,w,h,flag,class,visibility`',
    splits: 'folders (`train/MOT17-02/gt/gt.txt`)',
    remarks:
      'Boxes with the flag 0 are ignored and said. Names from `labels.txt` or `dataset_meta.json`, ids count from 1. Tracks are a second ' +
      'reading. MOT17 holds each sequence once a detector; it is counted once.',
  },

  async *detect(root, signal) {
    const sequences = new Map<string, Sequence[]>();
    const seen = new Set<string>();
    for (const gt of root.walk()) {
      if (gt.name !== 'gt' || !gt.files.includes('gt.txt')) continue;
      signal.throwIfAborted();
      const wanted = gt.ruleFor('gt.txt')?.format;
      if (wanted !== undefined && wanted !== id) continue;
      const file = { folder: gt, name: 'gt.txt' };
      if ((await lookedAt(file, signal, () => isMot(gt))) !== true) continue;
      const folder = gt.parent ?? gt;
      const plain = folder.path.replace(detectors, '');
      if (seen.has(plain)) continue;
      seen.add(plain);
      const above = folder.parent;
      const split = above === undefined ? undefined : splitOfFolder(above.name);
      const key = (split === undefined ? above : above?.parent)?.path ?? '';
      const sequence = { gt, folder, split: split ?? 'all' };
      sequences.set(key, [...(sequences.get(key) ?? []), sequence]);
    }
    for (const group of sequences.values()) {
      yield claimOf(group, false);
      yield claimOf(group, true);
    }
  },

  async plan(claim, files) {
    const { names, known, tracks } = claim.options;
    const named = typeof names === 'string' ? await namesIn(names, files) : [];
    return {
      classes: named.length === 0 && known === true ? entriesOf(motClasses) : named,
      order: 'declared',
      multiLabel: false,
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, { tracks: tracks === true }),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const tracks = unit.options.tracks === true;
    if (!tracks) tally.traits.add('images');
    await eachLine(unit, input, tally, signal, (file) => {
      return new MotReader(tracks, tally, file, unit.split);
    });
  },
};

/** The eighth field is a class only where it is positive; MOT15 has -1 or a position there. */
async function isMot(gt: FolderView): Promise<boolean> {
  const head = await textHeadOf(gt, 'gt.txt');
  const lines =
    head?.lines.map((line) => line.replace(/\s+/g, '')).filter((line) => line !== '') ?? [];
  return lines.length > 0 && lines.every((line) => box.test(line));
}

function claimOf(group: readonly Sequence[], tracks: boolean): Claim {
  const [{ gt, folder }] = group;
  const shared = sharedFolder(group.map((one) => one.folder)) ?? folder;
  const places = [gt, folder, folder.parent, folder.parent?.parent];
  const names = namesFiles.flatMap((name) => {
    return places.find((place) => place?.files.includes(name) === true)?.pathOf(name) ?? [];
  })[0] as string | undefined;
  const known = /mot(?:16|17|20)/i.test(folder.path);
  // Without names there is nobody to say that the numbers are classes.
  const sure = names !== undefined || known || folder.files.includes('seqinfo.ini');
  return {
    format: id,
    name: shared.name === '' ? 'gt.txt' : shared.name,
    unit: tracks ? 'track' : 'box',
    confidence: tracks ? 0.35 : sure ? 0.95 : 0.4,
    evidence: ['gt/gt.txt of lines with frame, track, box, flag and class'],
    sources: group.map((one): Source => {
      return { path: one.gt.pathOf('gt.txt'), kind: 'file', split: one.split };
    }),
    covers: covering(names === undefined ? [] : [names]),
    reading: tracks ? { id: 'tracks', title: 'tracks' } : { id: 'boxes', title: 'boxes' },
    options: { tracks, known, ...(names === undefined ? {} : { names }) },
  };
}

function entriesOf(names: readonly string[]): ClassEntry[] {
  return names.map((name, at) => ({ id: (at + 1).toString(), name }));
}

async function namesIn(path: string, files: ByteInput): Promise<ClassEntry[]> {
  try {
    const bytes = await files.whole(path, namesLimit);
    if (path.endsWith('.json')) {
      const lists = await namesInFile(path, new TextDecoder().decode(bytes), { file: path });
      return entriesOf(lists.flat().map(({ name }) => name));
    }
    const lines = linesOf({ bytes, complete: true });
    return entriesOf(lines.map((line) => line.trim()).filter((line) => line !== ''));
  } catch (error) {
    // Names are a help only: without them the ids stand for themselves.
    if (error instanceof SourceError) return [];
    throw error;
  }
}
