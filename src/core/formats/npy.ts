// NumPy arrays of labels, one a file: labels.npy, y_train.npy.
// Must not know the layout of an array; arrays/ does.

import { arrayClasses } from '../arrays/arrayClasses';
import { countArray, refuse } from '../arrays/arrayCounter';
import { lookAtArray } from '../arrays/arrayLook';
import { readArrayName } from '../arrays/arrayNames';
import { readTexts } from '../arrays/arrayTexts';
import { type ArrayReading, declaredReading, togetherRead } from '../arrays/arrayReading';
import { fileUnits } from '../arrays/fileUnits';
import { openPull, RangedPull } from '../bytes/pull';
import type { Claim, Plan } from '../claims';
import { type Candidate, candidatesOf, coversOf, sourcesOf } from '../detect/candidates';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { baseName, extensionIn, parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import { pack } from '../tables/packed';
import { groupBySplit, type GroupFile, type SplitGroup } from '../tables/splitGroups';
import type { LabelFormat } from './format';

const id = 'npy';

/** What a file holds; a reason where it cannot be read. */
type Found = ArrayReading | { readonly refused: string };

interface Notes {
  readonly found: Found;
  /** The array of class names beside it. */
  readonly names: string | null;
}

/** As scikit-learn's `LabelEncoder.classes_` is saved. */
const namesFile =
  /^(?:le_?|label_?encoder_?|encoder_?)?(?:class(?:es)?(?:_names)?|label_names|target_names|categories|labels_unique)_?\.npy$/i;

export const npy: LabelFormat = {
  id,
  title: 'NumPy array',
  units: ['row', 'pixel'],
  notes: {
    detects:
      '`.npy` arrays named like labels (`labels.npy`, `y_train.npy`): integers, text, one-hot',
    splits: 'File and folder names',
    remarks:
      'Any byte order, Fortran order too; of records the field named like labels. Names from `classes.npy`. Arrays of ' +
      'Python objects are refused: they are pickles.',
  },

  async *detect(root, signal) {
    const found: FoundFile[] = [];
    for (const candidate of candidatesOf(root, id, signal, mayBeLabels, extensionIn('.npy'))) {
      const value = await lookedAt(candidate, signal, () => lookAt(candidate));
      if (value === undefined) continue;
      const signature = 'refused' in value ? 'refused' : `${value.use} ${value.text}`;
      found.push({ path: candidate.path, signature, value });
    }
    for (const group of groupBySplit(withoutNames(found))) {
      const names = namesBeside(root, group.members[0].path);
      yield claimOf(group, names);
    }
  },

  async plan(claim, files, folder) {
    const { found, names } = claim.options as unknown as Notes;
    const path = claim.sources.at(0)?.path ?? '';
    const named = names === null ? [] : await namesIn(names, files);
    const beside = 'refused' in found ? [] : await arrayClasses(path, found, folder, files);
    const classes = named.length > 0 ? named : beside;
    const read = 'refused' in found ? found : declaredReading(found, classes);
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: !('refused' in found) && found.use === 'labels',
      units: await fileUnits(claim, files, pack({ found: read, names: null } satisfies Notes)),
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
  const look = await lookAtArray(pull, readArrayName(name.slice(0, -4)));
  if (look === undefined || 'refused' in look) return look;
  if (look.unread !== undefined) return { refused: look.unread };
  return look.reading ?? (chosen ? { refused: 'its values are no labels' } : undefined);
}

type FoundFile = GroupFile<Found>;

/** Texts called `classes` beside numbers are the names of those. */
function withoutNames(found: readonly FoundFile[]): FoundFile[] {
  const isNumbered = ({ value }: FoundFile): boolean => !('refused' in value) && !value.text;
  const numbered = new Set(found.filter(isNumbered).map(({ path }) => parentPath(path)));
  return found.filter((one) => {
    const isNames = namesFile.test(baseName(one.path)) && !isNumbered(one);
    return !(isNames && numbered.has(parentPath(one.path)));
  });
}

function namesBeside(root: FolderView, path: string): string | undefined {
  const folder = root.at(parentPath(path));
  const name = folder?.files.find((file) => namesFile.test(file) && file !== baseName(path));
  return name === undefined ? undefined : folder?.pathOf(name);
}

async function namesIn(path: string, files: ByteInput): Promise<ClassEntry[]> {
  try {
    const names = await readTexts(await openPull(files, path));
    return names.map((name, at) => ({ id: at.toString(), name }));
  } catch (error) {
    // Names are a help only: without them the ids stand for themselves.
    if (error instanceof SourceError) return [];
    throw error;
  }
}

function claimOf(group: SplitGroup<Found>, names: string | undefined): Claim {
  const readings = group.members.map(({ value }) => value);
  const whole = readings.flatMap((found) => ('refused' in found ? [] : [found]));
  const first = whole.at(0);
  const found: Found = first === undefined ? readings[0] : togetherRead(whole);
  return {
    format: id,
    name: group.name,
    unit: first?.use === 'pixels' ? 'pixel' : 'row',
    confidence: first === undefined ? 0.3 : first.use === 'pixels' ? 0.6 : 0.8,
    evidence: [`a NumPy array (${first?.use ?? 'objects'}) named like labels`],
    sources: sourcesOf(group),
    covers: coversOf(names === undefined || first?.text !== false ? [] : [names]),
    options: pack({ found, names: first?.text === false ? (names ?? null) : null } satisfies Notes),
  };
}
