// CVAT XML 1.1: annotations of images, and tracks of videos.
// Must not know other formats; documents are read by xmlFiles/cvatReader.

import type { Claim } from '../claims';
import { feedFiles, planFiles } from '../jsonFiles/claims';
import type { Unit } from '../model';
import { groupBySplit } from '../tables/splitGroups';
import { type XmlFile, xmlFolders } from '../xmlFiles/catalog';
import { type CvatPart, CvatReader } from '../xmlFiles/cvatReader';
import type { LabelFormat } from './format';

const id = 'cvat';

export const cvat: LabelFormat = {
  id,
  title: 'CVAT',
  units: ['box', 'image', 'track'],
  notes: {
    detects: 'XML with the root `annotations` and labelled shapes in `image` or `track`',
    splits: 'The subset of images, else file or folder names',
    remarks:
      'Labels in the order of the project. Shapes of tracks count once a visible keyframe (outside = 0); tracks and ' +
      'tags of images are readings of their own.',
  },

  async *detect(folder, signal) {
    const folders = await xmlFolders(folder, signal);
    const files = folders.flatMap((one) => one.files.filter(isCvat));
    const parts = files.flatMap((file) =>
      partsOf(file).map((part) => ({
        path: file.path,
        signature: JSON.stringify(part),
        value: part,
      })),
    );
    for (const group of groupBySplit(parts)) yield claimOf(group);
  },

  plan: (claim, files) => planFiles(claim, files),

  count: (unit, input, tally, signal) => {
    const { part } = unit.options;
    const wanted: CvatPart = part === 'tags' || part === 'tracks' ? part : 'shapes';
    return feedFiles(
      unit,
      input,
      tally,
      signal,
      (file) => new CvatReader(tally, file, unit.split, wanted),
    );
  },
};

function isCvat({ sketch: { root, paths } }: XmlFile): boolean {
  if (root !== 'annotations') return false;
  return ['annotations/meta', 'annotations/image', 'annotations/track'].some((path) =>
    paths.has(path),
  );
}

interface Part {
  readonly part: CvatPart;
  readonly confidence: number;
  /** The only reading, so that it needs no name. */
  readonly alone: boolean;
}

function partsOf({ sketch: { paths } }: XmlFile): Part[] {
  const labelled = [...paths].filter((path) => path.endsWith('@label'));
  const tags = labelled.includes('annotations/image/tag@label');
  const tracks = labelled.includes('annotations/track@label');
  const shapes = labelled.some(
    (path) => path.startsWith('annotations/image/') && !path.includes('/tag@'),
  );
  const unseen = !tags && !tracks && !shapes;
  const all: Part[] = [];
  const alone = Number(tags) + Number(shapes) + 2 * Number(tracks) < 2;
  if (shapes || tracks || unseen)
    all.push({ part: 'shapes', confidence: unseen ? 0.6 : 0.95, alone });
  if (tags) all.push({ part: 'tags', confidence: 0.95, alone });
  if (tracks) all.push({ part: 'tracks', confidence: 0.4, alone });
  return all;
}

function claimOf(group: ReturnType<typeof groupBySplit<Part>>[number]): Claim {
  const { part, confidence, alone } = group.members[0].value;
  const units: Readonly<Record<CvatPart, Unit>> = { shapes: 'box', tags: 'image', tracks: 'track' };
  return {
    format: id,
    name: group.name,
    unit: units[part],
    confidence,
    evidence: [`CVAT XML with ${part}`],
    sources: group.members.map(({ path, split }) => ({ path, kind: 'file', split })),
    ...(alone ? {} : { reading: { id: part, title: part } }),
    options: { part },
  };
}
