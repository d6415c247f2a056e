// Segmentation masks as PNG: the class of every pixel as palette index, gray value or colour.
// Must not know how a PNG is packed; images/ does.

import { openPull } from '../bytes/pull';
import type { Claim, Plan, Source, WorkUnit } from '../claims';
import { coversOf } from '../detect/candidates';
import { batches } from '../detect/eachFile';
import { splitOfFolder } from '../detect/folderWords';
import { lookedAt } from '../detect/lookedAt';
import { readNameLines } from '../detect/nameLines';
import { outdatedRelease } from '../detect/releases';
import { isImage } from '../detect/media';
import { colourMapNear, type MaskClass, readColourMap } from '../images/colourMap';
import { cityscapesClasses } from '../images/cityscapes';
import { knownPalette } from '../images/knownPalettes';
import { areObjects, joinedAreas } from '../images/maskAreas';
import { masksBelow, type MaskSet, maskSets } from '../images/maskFolders';
import { kindOf } from '../images/maskNames';
import { otherMasks } from '../images/otherMasks';
import { motsClasses } from '../images/motsNames';
import { instanceUse, isGray, MaskLabels, type MaskReading } from '../images/maskReading';
import { type MaskSample, sampleMasks } from '../images/maskSample';
import { maskListsNear, readMaskSplits } from '../images/maskSplits';
import { PixelValues } from '../images/pixelValues';
import { type OnRow, PngError, readPng } from '../images/png';
import type { FolderView } from '../folderView';
import type { PixelScanner } from '../kernels';
import type { ClassEntry, SplitName } from '../model';
import { type ByteInput, SourceError } from '../ports';
import type { Problem } from '../problems';
import { reasonOf } from '../reason';
import { nameListsBeside, namesFor, someLabels } from '../tables/nameLists';
import { pack } from '../tables/packed';
import type { SplitTally, Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'mask-png';
/** A guess, for progress only. */
const bytesPerFile = 20_000;

interface Notes {
  readonly kind: string;
  readonly ending: string;
  readonly map: string | null;
  readonly reading: Omit<MaskReading, 'classes'>;
  readonly labels: readonly string[];
  /** Classes of well-known colours, where there is no map. */
  readonly palette?: readonly MaskClass[];
}

export const maskPng: LabelFormat = {
  id,
  title: 'PNG masks',
  units: ['pixel'],
  notes: {
    detects:
      'PNG files of class numbers or colours in folders such as `masks`, `SegmentationClass`, `gtFine`, `ann_dir`, or ' +
      'beside their images as `7_mask.png`',
    splits: 'Folders named like splits, else `ImageSets/Segmentation/train.txt` and the like',
    remarks:
      'Pixels, and images holding the class. Names and colours from `labelmap.txt`, `class_dict.csv`, ' +
      '`dataset_meta.json` and the like; Cityscapes by its own. Masks as JPEG, TIFF or GIF are said not to be read. ' +
      '255 is left out where other classes are numbered; Cityscapes labelIds, trainIds and instanceIds are readings ' +
      'of the same pixels.',
  },

  async *detect(root, signal) {
    for (const problem of otherMasks(root)) root.note(problem);
    for (const set of joinedAreas(maskSets(root))) {
      signal.throwIfAborted();
      const kinds = kindsOf(set);
      for (const kind of kinds) {
        const look = (): Promise<Claim | undefined> => claimOf(set, kind, root, kinds.length === 1);
        const claim = await lookedAt({ folder: root, name: set.top.path }, signal, look);
        if (claim !== undefined) yield claim;
      }
    }
  },

  async plan(claim, files, folder) {
    const notes = claim.options as unknown as Notes;
    const mapped =
      notes.map === null ? (notes.palette ?? []) : await readColourMap(notes.map, files);
    const classes = await classesOf(mapped, claim, notes, files, folder);
    const reading: MaskReading = { ...notes.reading, classes: mapped };
    const parts = await Promise.all(
      claim.sources.map((source) => partsOf(source, notes, folder, files)),
    );
    const units = parts
      .flatMap((part) => part.bySplit)
      .flatMap(({ split, paths }) =>
        batches(paths, 200).map((batch): WorkUnit => {
          const bytes = batch.length * bytesPerFile;
          return { format: id, split, paths: batch, bytes, options: pack({ reading }) };
        }),
      );
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: true,
      openVocabulary: false,
      units,
      problems: parts.flatMap((part) => part.problems),
    } satisfies Plan;
  },

  async count(unit, input, tally, signal) {
    const { reading } = unit.options as unknown as { reading: MaskReading };
    const scanner = input.unzlib === undefined ? undefined : input.kernels?.pixels();
    const counter = new MaskCounter(reading, tally, tally.split(unit.split), scanner);
    try {
      for (const path of unit.paths) {
        signal.throwIfAborted();
        await counter.count(path, input);
      }
    } finally {
      scanner?.close();
    }
    counter.end(unit.paths.at(0));
  },
};

interface Parts {
  readonly bySplit: readonly { readonly split: SplitName; readonly paths: readonly string[] }[];
  readonly problems: readonly Problem[];
}

/** The masks of a source by split: that of its folder, else that of the lists beside it. */
async function partsOf(
  { path, split: own }: Source,
  { kind, ending }: Notes,
  root: FolderView,
  files: ByteInput,
): Promise<Parts> {
  const below = root.at(path);
  if (below === undefined) return { bySplit: [], problems: [] };
  const lists = own === 'all' ? maskListsNear(below) : new Map<SplitName, string>();
  const { splitOf, problems } = await readMaskSplits(lists, files);
  const bySplit = new Map<SplitName, string[]>();
  for (const mask of masksBelow(below, kind, ending)) {
    const split = splitOf(mask) ?? own;
    const paths = bySplit.get(split);
    if (paths === undefined) bySplit.set(split, [mask]);
    else paths.push(mask);
  }
  return { bySplit: [...bySplit].map(([split, paths]) => ({ split, paths })), problems };
}

function kindsOf({ parts, ending }: MaskSet): string[] {
  if (ending !== '.png') return [''];
  const kinds = new Set<string>();
  for (const { folder } of parts) {
    for (const at of folder.walk()) {
      for (const name of at.files) if (/\.png$/i.test(name)) kinds.add(kindOf(name));
    }
  }
  return [...kinds].filter((kind) => !/^color$|^instance.*train/i.test(kind));
}

/** `alone`: masks of no other kind are of the same images. */
async function claimOf(
  set: MaskSet,
  kind: string,
  root: FolderView,
  alone: boolean,
): Promise<Claim | undefined> {
  const map = (await colourMapNear(set.top)) ?? null;
  const paths = set.parts.flatMap(({ folder }) => [...masksBelow(folder, kind, set.ending)]);
  const sample = await sampleMasks(root, paths, map !== null);
  const use = sample === undefined ? undefined : useOf(set, kind, sample, map !== null);
  if (sample === undefined || use === undefined) return undefined;
  const { colour, values } = sample;
  const ids = use === 'gray' ? [...values].map((value) => value & 255) : [...values];
  const ignore255 = ids.some((value) => value !== 0 && value !== 255);
  const numbered = use === 'value' || use === 'gray';
  const palette = use === 'colour' && map === null ? knownPalette(values) : undefined;
  const labels = ids.filter((id) => !ignore255 || id !== 255).map(String);
  const notes: Notes = {
    kind,
    ending: set.ending,
    map,
    ...(palette === undefined ? {} : { palette }),
    reading: { use, ignore255 },
    labels: numbered ? someLabels(labels) : areMots(use, kind) ? motsNumbers(ids) : [],
  };
  return {
    format: id,
    name: set.name,
    unit: 'pixel',
    confidence:
      alone && use === 'instance' && cityscapesClasses(kind) !== undefined
        ? surerThanFolders
        : confidenceOf(set, kind, use, map !== null || palette !== undefined, values),
    evidence: [`PNG masks with ${values.size} ${colour ? 'colours' : 'values'}`],
    sources: set.parts.map(({ folder, split }) => ({
      path: folder.path,
      kind: 'folder',
      split,
      extensions: ['.png'],
    })),
    covers: coversOf(await mapsOf(set, map)),
    ...(kind === '' ? {} : { reading: { id: kind, title: kind } }),
    options: pack(notes),
  };
}

/** The map, and those of the other splits. */
async function mapsOf(set: MaskSet, map: string | null): Promise<string[]> {
  const maps = await Promise.all(set.parts.map(({ folder }) => colourMapNear(folder)));
  return [...new Set([map, ...maps].filter((path) => typeof path === 'string'))];
}

/** What the values are; undefined where they number objects and say no class. */
function useOf(
  { top, ending }: MaskSet,
  kind: string,
  { colour, values }: MaskSample,
  mapped: boolean,
): MaskReading['use'] | undefined {
  if (/^instance/i.test(kind)) return 'instance';
  if (/^instances?$/i.test(top.name)) return colour ? undefined : instanceUse(values);
  if (!colour) return 'value';
  if (ending === '_seg.png' && /\/?ADE[^/]*$/.test(top.files.join('/'))) return 'ade20k';
  return !mapped && [...values].every(isGray) ? 'gray' : 'colour';
}

/** Masks that a newer release gives again, beside boxes of the same images, of unknown colours, or under a name of many meanings are only offered. */
function confidenceOf(
  set: MaskSet,
  kind: string,
  use: MaskReading['use'],
  mapped: boolean,
  values: ReadonlySet<number>,
): number {
  const { top, sure } = set;
  if (outdatedRelease(top) !== undefined) return 0.45;
  if (use.startsWith('instance') && /^instances?$/i.test(top.name)) {
    return holdsFolder(top.parent, /^(?:semantic|labels?|masks?)$/i) ? 0.45 : 0.55;
  }
  // ADE20K tells its objects beside the masks, or not at all.
  if (use === 'ade20k') return areDescribed(set) ? 0.45 : 0.55;
  if (use === 'instance' || (use === 'colour' && !mapped)) return 0.45;
  if (isBesideOthers(top) || areInClasses(set)) return 0.45;
  if (kind === '' && areObjects(set)) return 0.45;
  if (mapped) return 0.9;
  return sure ? (areClassNumbers(values) ? surerThanFolders : 0.75) : 0.6;
}

/** Files beside the masks that tell their objects. */
function areDescribed({ parts }: MaskSet): boolean {
  const folders = parts.flatMap(({ folder }) => [...folder.walk()]);
  return folders.some(({ files }) => files.some((name) => /_atr\.txt$|\.json$/i.test(name)));
}

function holdsFolder(folder: FolderView | undefined, name: RegExp): boolean {
  return folder?.folders.some((child) => name.test(child.name)) === true;
}

/** Masks beside the images of one folder among others are rather a help for images sorted into classes. */
function areInClasses({ top: { parent, path }, parts: [{ split }], ending }: MaskSet): boolean {
  if (ending === '.png' || split !== 'all' || parent === undefined) return false;
  return parent.folders.some((other) => other.path !== path && other.files.some(isImage));
}

/** Beside boxes of the same images, or as MVTec has its defects beside the images of train and test. */
function isBesideOthers({ name, parent }: FolderView): boolean {
  if (parent?.folder('Annotations')?.files.some((file) => /\.xml$/i.test(file)) === true)
    return true;
  const hasSplits = parent?.folders.some((child) => splitOfFolder(child.name) !== undefined);
  return /^ground[ _-]?truth$/i.test(name) && hasSplits === true;
}

/** Images below folders of areas look like class folders, which have 0.8. */
const surerThanFolders = 0.85;

/** Three and more small numbers: two may be any black and white mask, such as that of a lung beside each image of a class. */
function areClassNumbers(values: ReadonlySet<number>): boolean {
  const numbers = [...values].filter((value) => value !== 255);
  return numbers.length >= 3 && Math.max(...numbers) < 64;
}

/** Instance images in folders so called number classes as MOTS does, if by thousands. */
function areMots(use: MaskReading['use'], kind: string): boolean {
  return use === 'instance' && kind === '';
}

function motsNumbers(values: readonly number[]): string[] {
  const objects = values.filter((value) => value >= 1000 && value < 10_000);
  return someLabels(new Set(objects.map((value) => Math.floor(value / 1000).toString())));
}

async function classesOf(
  mapped: readonly MaskClass[],
  claim: Claim,
  notes: Notes,
  files: ByteInput,
  root: FolderView,
): Promise<readonly ClassEntry[]> {
  if (!areMots(notes.reading.use, notes.kind))
    return mapped.length > 0 ? entriesOf(mapped) : namesOf(claim, notes, files, root);
  const own = root.at(claim.sources.at(0)?.path ?? '');
  if (mapped.length > 0)
    return motsClasses(
      notes.labels,
      mapped.map(({ name }) => name),
    );
  const list = nameListsBeside(own, '').at(0);
  const lines = list === undefined ? [] : await readNameLines(list, files);
  return motsClasses(
    notes.labels,
    lines.map(({ name }) => name),
  );
}

function entriesOf(classes: readonly MaskClass[]): ClassEntry[] {
  return classes.map(({ name, value }, at) => ({ id: (value ?? at).toString(), name }));
}

async function namesOf(
  claim: Claim,
  { labels, kind }: Notes,
  files: ByteInput,
  root: FolderView,
): Promise<readonly ClassEntry[]> {
  const known = cityscapesClasses(kind);
  if (known !== undefined) return known;
  const first = root.at(claim.sources.at(0)?.path ?? '');
  const lists = [first, first?.parent?.parent].flatMap((at) => nameListsBeside(at, ''));
  const file = claim.sources.at(0)?.path ?? '';
  return (await namesFor(labels, lists, files, { file }))?.classes ?? [];
}

/** Counts the masks of one unit; the histogram is used again for each. */
class MaskCounter {
  readonly #values: PixelValues;
  readonly #labels: MaskLabels;
  #ignored = 0;

  constructor(
    private readonly reading: MaskReading,
    private readonly tally: Tally,
    private readonly split: SplitTally,
    scanner: PixelScanner | undefined,
  ) {
    this.#values = new PixelValues(scanner);
    this.#labels = new MaskLabels(reading);
    tally.traits.add('images');
  }

  async count(path: string, input: ByteInput): Promise<void> {
    const pull = await this.#opened(path, input);
    if (pull === undefined) return;
    try {
      const add: OnRow = (row, pixels, of) => {
        this.#values.add(row, pixels, of);
      };
      const header = await readPng(pull, add, input.unzlib, (rows) => this.#values.addImage(rows));
      this.split.samples += 1;
      this.split.beginImage();
      let labelled = false;
      for (const [value, pixels] of this.#values.take()) {
        const label = this.#labels.labelOf(value, header);
        if (label === undefined) this.#ignored += pixels;
        else this.split.addInImage(this.tally.labels.indexOfText(label), pixels);
        labelled ||= label !== undefined;
      }
      if (!labelled) this.split.unlabelled += 1;
      this.split.recorder?.end(path);
    } catch (error) {
      if (!(error instanceof PngError)) throw error;
      Array.from(this.#values.take());
      this.#say('image-damaged', path, `The mask cannot be read: ${reasonOf(error)}.`, pull.offset);
    }
    if (!this.#values.complete) {
      this.#say('too-many-colours', path, 'The image has too many colours for a mask.', 0);
      this.#values.complete = true;
    }
  }

  async #opened(path: string, input: ByteInput) {
    try {
      return await openPull(input, path);
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      this.#say(error.code, path, error.message, 0);
      return undefined;
    }
  }

  #say(code: string, file: string, message: string, offset: number): void {
    const place = { line: 1, column: offset + 1 };
    this.tally.problem({ code, severity: 'error', file, ...place, message });
  }

  end(file: string | undefined): void {
    if (this.#ignored === 0) return;
    const message = `${this.#ignored} pixels hold ${this.reading.use === 'instance' ? 10_000 : 255}, which means no class; they are left out.`;
    this.tally.problem({ code: 'ignored-pixels', severity: 'information', file, message });
  }
}
