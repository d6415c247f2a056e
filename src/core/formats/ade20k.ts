// ADE20K of 2016 and 2017: beside each image a file *_atr.txt that lists its objects.
// Must not know other formats, nor how lines are read; textLabels/atrReader does.

import { splitPlaceOf } from '../annotations/splitGroups';
import type { Claim, Source } from '../claims';
import { eachFile } from '../detect/eachFile';
import { isJunkFolder } from '../detect/folderWords';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { atrFields, AtrReader } from '../textLabels/atrReader';
import { folderUnits, sharedFolder } from '../textLabels/smallFiles';
import { textHeadOf } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'ade20k';
const object = /^\s*\d+\s*#\s*\d+\s*#\s*\d+\s*#[^#]+#[^#]+#/;
/** Of 100,000 names few have the underscore there, and only those cost a pattern. */
const isAtr = (name: string): boolean => name.at(-8) === '_' && /_atr\.txt$/i.test(name);

interface Part {
  readonly folder: FolderView;
  readonly split: string;
}

export const ade20k: LabelFormat = {
  id,
  title: 'ADE20K attributes',
  units: ['instance'],
  notes: {
    detects: 'files `*_atr.txt` of lines `001 # 0 # 0 # sky # sky # ""` beside the images',
    splits: 'folders (`training`, `validation`)',
    remarks:
      'Objects are counted by class, parts of objects are not. The names that annotators wrote are a second reading.',
  },

  async *detect(root, signal) {
    const parts: Part[] = [];
    for (const folder of topFolders(root)) {
      signal.throwIfAborted();
      const holds = await folderLookedAt(folder, signal, () => holdsObjects(folder));
      if (holds === true) parts.push(partOf(folder));
    }
    const tops = parts.filter(
      (one, at) => parts.findIndex(({ folder }) => folder.path === one.folder.path) === at,
    );
    if (tops.length === 0) return;
    yield claimOf(tops, 'names', 0.95);
    yield claimOf(tops, 'raw', 0.4);
  },

  plan(claim, _files, root) {
    return Promise.resolve({
      classes: [],
      order: 'text',
      multiLabel: false,
      openVocabulary: false,
      units: folderUnits(claim, root, claim.options, { accepts: isAtr, deep: true }),
      problems: [],
    });
  },

  async count(unit, input, tally, signal) {
    const field = unit.options.field === 'raw' ? atrFields.raw : atrFields.names;
    const reader = new AtrReader(field, tally, unit.split);
    tally.traits.add('images');
    await eachFile(unit, input, tally, signal, (bytes, path) => {
      reader.read(bytes, path);
    });
  },
};

/** Folders that hold such files. */
function* topFolders(root: FolderView): Generator<FolderView> {
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name) && folder.path !== '') continue;
    if (folder.files.some(isAtr)) yield folder;
  }
}

async function holdsObjects(folder: FolderView): Promise<boolean> {
  for (const name of folder.files.filter(isAtr).slice(0, 4)) {
    const wanted = folder.ruleFor(name)?.format;
    if (wanted !== undefined && wanted !== id) return false;
    const head = await textHeadOf(folder, name);
    const lines = head?.lines.filter((line) => line.trim() !== '') ?? [];
    if (lines.length > 0) return lines.every((line) => object.test(line));
  }
  return false;
}

/** The folder named like a split, this one or one above it: scenes lie in folders of their own below that. */
function partOf(folder: FolderView): Part {
  let at: FolderView | undefined = folder;
  for (let level = 0; at !== undefined && level < 4; level += 1, at = at.parent) {
    const { split } = splitPlaceOf(`${at.name}/x`);
    if (split !== 'all') return { folder: at, split };
  }
  return { folder, split: 'all' };
}

function claimOf(parts: readonly Part[], field: 'names' | 'raw', confidence: number): Claim {
  const sources = parts.map(({ folder, split }): Source => {
    return { path: folder.path, kind: 'folder', split, extensions: ['.txt'] };
  });
  return {
    format: id,
    name: sharedFolder(parts.map(({ folder }) => folder))?.name ?? 'ADE20K',
    unit: 'instance',
    confidence,
    evidence: ['files *_atr.txt that list objects with their classes'],
    sources,
    // The images beside the lists are no samples of a class of their own.
    covers: sources.map((source) => ({ ...source, extensions: ['.jpg', '.jpeg'] })),
    reading: {
      id: field,
      title: field === 'names' ? 'classes' : 'the names that annotators wrote',
    },
    options: { field },
  };
}
