// NumPy arrays of labels, one a file: labels.npy, y_train.npy.
// Must not know the layout of an array; arrays/ does.

import { arrayClasses } from '../arrays/arrayClasses';
import { countArray, refuse } from '../arrays/arrayCounter';
import { lookAtArray } from '../arrays/arrayLook';
import { readArrayName } from '../arrays/arrayNames';
import type { ArrayReading } from '../arrays/arrayReading';
import { openPull, RangedPull } from '../bytes/pull';
import type { Claim, Plan, WorkUnit } from '../claims';
import { type Candidate, candidatesOf, sourcesOf } from '../detect/candidates';
import { pack } from '../tables/packed';
import { groupBySplit, type SplitGroup } from '../tables/splitGroups';
import type { LabelFormat } from './format';

const id = 'npy';

/** What a file holds; a reason where it cannot be read. */
type Found = ArrayReading | { readonly refused: string };

interface Notes {
  readonly found: Found;
}

export const npy: LabelFormat = {
  id,
  title: 'NumPy array',
  units: ['row', 'pixel'],
  notes: {
    detects:
      '`.npy` arrays named like labels (`labels.npy`, `y_train.npy`): integers, text, one-hot',
    splits: 'File and folder names',
    remarks:
      'Any byte order, Fortran order too. Arrays of Python objects are refused: they are pickles.',
  },

  async *detect(root, signal) {
    const found: { path: string; signature: string; value: Found }[] = [];
    for (const candidate of candidatesOf(root, id, signal, mayBeLabels)) {
      const value = await lookAt(candidate);
      if (value === undefined) continue;
      const signature = 'refused' in value ? 'refused' : `${value.use} ${value.text}`;
      found.push({ path: candidate.path, signature, value });
    }
    for (const group of groupBySplit(found)) yield claimOf(group);
  },

  async plan(claim, files, folder) {
    const { found } = claim.options as unknown as Notes;
    const path = claim.sources.at(0)?.path ?? '';
    const classes = 'refused' in found ? [] : await arrayClasses(path, found, folder, files);
    const units = claim.sources.map(async (source): Promise<WorkUnit> => {
      const bytes = await files.size(source.path);
      return {
        format: id,
        split: source.split,
        paths: [source.path],
        bytes,
        options: pack({ found }),
      };
    });
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: !('refused' in found) && found.use === 'labels',
      units: await Promise.all(units),
      problems: [],
    } satisfies Plan;
  },

  async count(unit, input, tally, signal) {
    const { found } = unit.options as unknown as Notes;
    for (const file of unit.paths) {
      if ('refused' in found) {
        refuse({ tally, file }, found.refused);
        continue;
      }
      const pull = await openPull(input, file, 1 << 20);
      await countArray(found, pull, { tally, split: unit.split, file }, signal);
    }
  },
};

function mayBeLabels(name: string): boolean {
  if (!/\.npy$/i.test(name)) return false;
  const { role } = readArrayName(name.slice(0, -4));
  return role === 'labels' || role === 'masks';
}

async function lookAt({ folder, name, chosen }: Candidate): Promise<Found | undefined> {
  const head = await folder.head(name);
  if (head === undefined) return undefined;
  const { bytes } = head;
  const pull = new RangedPull((start, end) => bytes.slice(start, end), 0, bytes.length);
  const look = await lookAtArray(pull, readArrayName(name.slice(0, -4)).role);
  if (look === undefined || 'refused' in look) return look;
  return look.reading ?? (chosen ? { refused: 'its values are no labels' } : undefined);
}

function claimOf(group: SplitGroup<Found>): Claim {
  const readings = group.members.map(({ value }) => value);
  const whole = readings.flatMap((found) => ('refused' in found ? [] : [found]));
  const first = whole.at(0);
  const found: Found =
    first === undefined
      ? readings[0]
      : {
          ...first,
          ignoreNegative: whole.some((one) => one.ignoreNegative),
          ignore255: whole.some((one) => one.ignore255),
        };
  return {
    format: id,
    name: group.name,
    unit: first?.use === 'pixels' ? 'pixel' : 'row',
    confidence: first === undefined ? 0.3 : first.use === 'pixels' ? 0.6 : 0.8,
    evidence: [`a NumPy array (${first?.use ?? 'objects'}) named like labels`],
    sources: sourcesOf(group),
    options: pack({ found }),
  };
}
