// brat's standoff: beside each text a file `.ann` of spans and what stands between them, one a line.
// Must not know other formats, nor how lines are read; textLabels/standoffReader does.

import { splitPlaceOf } from '../annotations/splitGroups';
import type { Claim, Source, WorkUnit } from '../claims';
import { batches } from '../detect/eachFile';
import { isJunkFolder } from '../detect/folderWords';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { extensionIn } from '../paths';
import { pack } from '../tables/packed';
import { eachLine } from '../textLabels/eachLine';
import { sharedFolder } from '../textLabels/smallFiles';
import { isStandoff, StandoffReader, type StandoffKind } from '../textLabels/standoffReader';
import { textHeadOf } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'brat';
/** BioNLP's tasks keep what is given in `.a1`; `.a2` holds what is to be found. */
const extensions = ['.ann', '.a1', '.a2'];
/** Files of a folder that are looked at: many a text has nothing marked in it. */
const looks = 12;

interface Part {
  readonly folder: FolderView;
  readonly split: SplitName;
  readonly kinds: ReadonlySet<StandoffKind>;
}

export const brat: LabelFormat = {
  id,
  title: 'brat standoff',
  units: ['span', 'row'],
  notes: {
    detects: 'files `.ann` (BioNLP: `.a1`, `.a2`) of lines like `T1⇥Person 0 4⇥John` beside texts',
    splits: 'folders (`train`, `dev`, `test`)',
    remarks:
      'Marked spans are counted by type, those that name an event too; relations (`R1`) are a second reading. Notes, ' +
      'attributes and links into knowledge bases are no labels.',
  },

  async *detect(root, signal) {
    const groups = new Map<string, Part[]>();
    for (const folder of root.walk()) {
      signal.throwIfAborted();
      if (isJunkFolder(folder.name) && folder.path !== '') continue;
      const kinds = await folderLookedAt(folder, signal, () => kindsIn(folder));
      if (kinds === undefined || kinds.size === 0) continue;
      const { key, split } = splitPlaceOf(folder.pathOf('x'));
      groups.set(key, [...(groups.get(key) ?? []), { folder, split, kinds }]);
    }
    for (const parts of groups.values()) {
      const has = (kind: StandoffKind) => parts.some(({ kinds }) => kinds.has(kind));
      if (has('span')) yield claimOf(parts, 'span', 0.95);
      if (has('relation')) yield claimOf(parts, 'relation', 0.4);
    }
  },

  plan(claim, _files, root) {
    return Promise.resolve({
      classes: [],
      order: 'text',
      multiLabel: true,
      openVocabulary: false,
      units: claim.sources.flatMap((source) => unitsOf(claim, source, root.at(source.path))),
      problems: [],
    });
  },

  async count(unit, input, tally, signal) {
    const kind = unit.options.kind as StandoffKind;
    await eachLine(unit, input, tally, signal, (file) => {
      return new StandoffReader(kind, tally, file, unit.split);
    });
  },
};

function filesIn(folder: FolderView): readonly string[] {
  return folder.labelFilesEnding(extensionIn(...extensions));
}

async function kindsIn(folder: FolderView): Promise<ReadonlySet<StandoffKind>> {
  const kinds = new Set<StandoffKind>();
  let others = 0;
  for (const name of filesIn(folder).slice(0, looks)) {
    const wanted = folder.ruleFor(name)?.format;
    if (wanted !== undefined && wanted !== id) return new Set();
    const head = await textHeadOf(folder, name);
    const found = head === undefined ? [] : isStandoff(head.lines);
    if (found === undefined) others += 1;
    else if (head !== undefined) others -= 1;
    for (const kind of found ?? []) kinds.add(kind);
  }
  // One that is damaged does not hide the rest.
  return others < 0 ? kinds : new Set();
}

function claimOf(parts: readonly Part[], kind: StandoffKind, confidence: number): Claim {
  const sources = parts.map(({ folder, split }): Source => {
    return { path: folder.path, kind: 'folder', split, extensions };
  });
  return {
    format: id,
    name: sharedFolder(parts.map(({ folder }) => folder))?.name ?? 'brat',
    unit: kind === 'span' ? 'span' : 'row',
    confidence,
    evidence: [`files of lines that give ${kind === 'span' ? 'spans of' : 'relations in'} a text`],
    sources,
    // The texts are no samples of a class of their own.
    covers: sources.map((source) => ({ ...source, extensions: ['.txt'] })),
    reading: { id: `${kind}s`, title: kind === 'span' ? 'spans' : 'relations' },
    options: { kind },
  };
}

/** A guess, for progress only. */
const bytesPerFile = 2000;

function unitsOf(claim: Claim, source: Source, folder: FolderView | undefined): WorkUnit[] {
  if (folder === undefined) return [];
  const paths = filesIn(folder).map((name) => folder.pathOf(name));
  return batches(paths).map((some): WorkUnit => {
    const bytes = some.length * bytesPerFile;
    return { format: id, split: source.split, paths: some, bytes, options: pack(claim.options) };
  });
}
