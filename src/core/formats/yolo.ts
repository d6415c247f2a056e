// YOLO: one text file an image, one object a line, the class index first. Ultralytics, Darknet and bare label folders.
// Must not know other formats; finding, pairing and reading rows is done in annotations/yolo*.

import type { Claim, Plan, WorkUnit } from '../claims';
import { bareFolders, type BareFolder } from '../annotations/yoloBare';
import { bareDatasets } from '../annotations/yoloBareDatasets';
import { joinedBatches } from '../annotations/yoloBatches';
import { YoloCounter } from '../annotations/yoloCounter';
import { notesOf, optionsOf, type YoloDataset, type YoloNotes } from '../annotations/yoloDataset';
import { describedDatasets } from '../annotations/yoloDescribed';
import {
  filesOfFolder,
  filesOfList,
  withoutRepeats,
  type YoloEntry,
  type YoloFiles,
} from '../annotations/yoloFiles';
import { namesOf } from '../annotations/yoloNames';
import { batches, countUnlabelled, eachFile, smallFileLimit } from '../detect/eachFile';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { isBelow } from '../paths';
import type { ByteInput } from '../ports';
import type { Problem } from '../problems';
import type { LabelFormat } from './format';

const id = 'yolo';
/** A guess, for progress only: asking for the size of each of 100,000 files costs more than reading them. */
const bytesPerFile = 300;

export const yolo: LabelFormat = {
  id,
  title: 'YOLO',
  units: ['instance', 'image'],
  notes: {
    detects:
      '`data.yaml` (Ultralytics), `obj.data` (Darknet), or folders of `<class> <x> <y> …` text files',
    splits: 'Keys `train`, `val`, `test` of the description, else folders named like splits',
    remarks:
      'Boxes, polygons, oriented boxes and poses. A repeated row is counted once, and a label file without an image ' +
      'not at all, as Ultralytics does. Images without labels are unlabelled samples (backgrounds). Numbered folders side ' +
      'by side with the same names (`batch1`, `batch2`) are one dataset.',
  },

  async *detect(folder, signal) {
    const described = await describedDatasets(folder, signal);
    const taken = described.datasets.flatMap((dataset) =>
      dataset.sources.filter((source) => source.kind === 'folder').map((source) => source.path),
    );
    for (const dataset of described.datasets) yield claimOf(dataset);
    const isTaken = (path: string): boolean => taken.some((other) => isBelow(path, other));
    const bare: BareFolder[] = [];
    for await (const found of bareFolders(folder, isTaken, signal)) bare.push(found);
    const datasets = bareDatasets(bare, described.namesOnly);
    const whole = await folderLookedAt(folder, signal, () => joinedBatches(datasets, folder));
    for (const dataset of whole ?? datasets) yield claimOf(dataset);
  },

  async plan(claim, files, folder) {
    const notes = notesOf(claim);
    const names = await namesOf(notes, files);
    const parts: YoloFiles[] = [];
    for (const entry of notes.entries) {
      parts.push(
        await filesOf(
          { ...entry, split: splitOf(claim, entry, notes.entries) },
          notes,
          files,
          folder,
        ),
      );
    }
    const kept = withoutRepeats(parts);
    const largest = Number(names.classes.at(-1)?.id ?? -1);
    return {
      classes: names.classes,
      order: 'declared',
      multiLabel: false,
      openVocabulary: false,
      denseIndexes: names.classes.length === 0,
      units: kept.flatMap((part) => unitsOf(part, notes, largest + 1)),
      problems: [
        ...names.problems,
        ...kept.flatMap((part) => part.problems),
        ...pathProblems(notes),
      ],
    } satisfies Plan;
  },

  async count(unit, input, tally, signal) {
    const { classes, poseFields, backgrounds } = unit.options;
    const split = tally.split(unit.split);
    countUnlabelled(backgrounds, split);
    const rules = { classes: Number(classes), poseFields: Number(poseFields) };
    const counter = new YoloCounter(rules, tally, unit.split, input);
    tally.traits.add('images');
    const read = (bytes: Uint8Array, path: string): void => {
      counter.read(bytes, path);
    };
    try {
      await eachFile(unit, input, tally, signal, read, counter.room);
      counter.end();
    } finally {
      counter.close();
    }
  },
};

function claimOf(dataset: YoloDataset): Claim {
  const { name, confidence, evidence, sources, covers } = dataset;
  const options = optionsOf(dataset);
  return { format: id, name, unit: 'instance', confidence, evidence, sources, covers, options };
}

/** The entry's split, which a rule of the user may have changed. */
function splitOf(claim: Claim, entry: YoloEntry, entries: readonly YoloEntry[]): string {
  const path = (one: YoloEntry): string | undefined => one.list ?? one.labels ?? one.split;
  const first = entries.find((one) => path(one) === path(entry));
  const source = claim.sources.find((one) => one.path === path(entry));
  return source === undefined || source.split === first?.split ? entry.split : source.split;
}

async function filesOf(
  entry: YoloEntry,
  notes: YoloNotes,
  files: ByteInput,
  folder: FolderView,
): Promise<YoloFiles> {
  if (entry.files !== undefined) return filesOfList(folder, entry, entry.files, notes.bases);
  if (entry.list === undefined) return filesOfFolder(folder, entry);
  const text = new TextDecoder().decode(await files.whole(entry.list, smallFileLimit));
  return filesOfList(folder, entry, text.split(/\r\n|\r|\n/), notes.bases);
}

function unitsOf(part: YoloFiles, notes: YoloNotes, classes: number): WorkUnit[] {
  const { poseFields } = notes;
  const lists =
    part.labels.length === 0 && part.backgrounds.length > 0 ? [[]] : batches(part.labels);
  return lists.map((paths, index) => ({
    format: id,
    split: part.split,
    paths,
    bytes: paths.length * bytesPerFile,
    options: { classes, poseFields, backgrounds: index === 0 ? part.backgrounds : [] },
  }));
}

function pathProblems(notes: YoloNotes): Problem[] {
  const file = notes.description;
  const moved = notes.entries.flatMap(({ split, written, images, list }): Problem[] => {
    if (written === undefined) return [];
    const message = `${split}: ${written} does not exist as written; ${images ?? list ?? ''} is taken for it.`;
    return [{ code: 'path-not-resolved', severity: 'information', file, message }];
  });
  const missing = notes.missing.map(({ split, written }): Problem => {
    const message = `${split}: ${written} was not found in this workspace; the split is left out.`;
    return { code: 'split-not-found', severity: 'warning', file, message };
  });
  return [...moved, ...missing];
}
