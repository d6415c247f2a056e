// Class in the file name (`Abyssinian_12.jpg`, `0002_c1s3_000551.jpg`): only where the user names this format.
// Must not know other formats; counts from names alone. Claims nothing by itself: any folder of images looks like this.

import type { Claim, WorkUnit } from '../claims';
import { candidatesOf } from '../detect/candidates';
import { batches } from '../detect/eachFile';
import { isImage, imageExtensions } from '../detect/media';
import type { FolderView } from '../folderView';
import { baseName, extensionIn } from '../paths';
import type { LabelFormat } from './format';

const id = 'file-names';

/** Ways to read a name without its extension; the first is meant where no reading is named. */
const readings: Readonly<Record<string, { title: string; labelOf: (stem: string) => string }>> = {
  'before-number': {
    title: 'what stands before the number at the end',
    labelOf: (stem) => stem.replace(/[\s_.-]*\(?\d+\)?$/, ''),
  },
  'part-1': { title: 'the part before the first _', labelOf: (stem) => partOf(stem, 0) },
  'part-2': { title: 'the second part between _', labelOf: (stem) => partOf(stem, 1) },
  'part-3': { title: 'the third part between _', labelOf: (stem) => partOf(stem, 2) },
};

function partOf(stem: string, place: number): string {
  return stem.split('_').at(place) ?? '';
}

export const fileNames: LabelFormat = {
  id,
  title: 'Class in the file name',
  units: ['image'],
  notes: {
    detects:
      'Nothing by itself: name the format for a folder (`images/**`) in `classBalance.sources`',
    splits: 'The split of the rule',
    remarks:
      'Readings: `before-number` (Abyssinian_12), `part-1` (Market-1501), `part-2`, `part-3` (UTKFace: age, gender, race).',
  },

  async *detect(root, signal) {
    const folders = new Set<FolderView>();
    for (const { folder, name } of candidatesOf(root, id, signal, () => false, extensionIn())) {
      if (isImage(name)) folders.add(folder);
    }
    await Promise.resolve();
    for (const folder of folders) yield* claimsOf(folder);
  },

  plan(claim, _files, root) {
    const folder = root.at(claim.sources[0].path);
    const names = folder?.files.filter((name) => isImage(name) && !name.startsWith('.')) ?? [];
    const paths = names.map((name) => folder?.pathOf(name) ?? name);
    const [{ split }] = claim.sources;
    const units = batches(paths).map((some): WorkUnit => ({
      ...{
        format: id,
        split,
        paths: some,
        bytes: 0,
        options: { reading: claim.reading?.id ?? 'before-number' },
      },
    }));
    const plan = { classes: [], order: 'label', multiLabel: false, openVocabulary: true } as const;
    return Promise.resolve({ ...plan, units, problems: [] });
  },

  count(unit, _input, tally, signal) {
    const { reading } = unit.options;
    const { labelOf } = readings[typeof reading === 'string' ? reading : 'before-number'];
    const split = tally.split(unit.split);
    for (const path of unit.paths) {
      signal.throwIfAborted();
      const label = labelOf(baseName(path).replace(/\.[^.]+$/, '')).trim();
      split.samples += 1;
      if (label === '') split.unlabelled += 1;
      else split.add(tally.labels.indexOfText(label));
      split.recorder?.end(path);
    }
    return Promise.resolve();
  },
};

function* claimsOf(folder: FolderView): Generator<Claim> {
  for (const [at, [reading, { title }]] of Object.entries(readings).entries()) {
    yield {
      format: id,
      name: folder.name === '' ? 'images' : folder.name,
      unit: 'image',
      confidence: at === 0 ? 0.4 : 0.3,
      evidence: [`class in the file name: ${title}`],
      sources: [{ path: folder.path, kind: 'folder', split: 'all', extensions: imageExtensions }],
      reading: { id: reading, title },
      options: {},
    };
  }
}
