// Finds datasets whose class is a folder's name: which folders are splits, which are classes, which are neither.
// Must not know what kind of sample lies in them, nor how they are counted.

import type { SplitName } from '../model';
import type { FolderView } from '../folderView';
import { compareText } from '../order';
import {
  dependsOnSiblings,
  isAnnotationFolder,
  isClassAmong,
  isContainerFolder,
  isGroupFolder,
  isJunkFolder,
  isProjectFolder,
  isSkippedFolder,
  splitOfFolder,
} from './folderWords';
import { hasLabelFiles, haveLabelsBeside, stemOf } from './labelTwins';
import { areShards } from './shardFolders';

/** A folder whose samples carry one label. */
export interface ClassFolder {
  readonly label: string;
  readonly folder: FolderView;
}

/** One split of a layout. */
export interface LayoutPart {
  readonly split: SplitName;
  /** The folder directly above the class folders. */
  readonly folder: FolderView;
  readonly classes: readonly ClassFolder[];
}

/** `splits`: split/class; `inside`: class/split; `flat`: class alone; `single`: one folder of samples. */
export type LayoutShape = 'splits' | 'inside' | 'flat' | 'single';

/** `letters`: `a/abbey`, which nobody means as classes; `groups`: `american/speaker_01`. */
export type Below = 'samples' | 'folders' | 'letters' | 'groups';

/** A dataset of class folders. */
export interface ClassLayout {
  readonly root: FolderView;
  readonly shape: LayoutShape;
  readonly parts: readonly LayoutPart[];
  /** Class names over all parts, by code point. */
  readonly names: readonly string[];
  /** True where no class folder holds samples itself, but two or more folders of them: a taxonomy, or sequences. */
  readonly deep: boolean;
  /** What class folders hold: samples; or other folders, whose classes they put away by their first letters, or groups. */
  readonly below: Below;
}

/** Looks for class folders; `isSample` tells a sample by its file name. */
export class ClassTree {
  readonly #isSample: (name: string) => boolean;
  readonly #own = new Map<FolderView, boolean>();
  readonly #deep = new Map<FolderView, boolean>();
  readonly #labelled = new Map<FolderView, boolean>();

  constructor(isSample: (name: string) => boolean) {
    this.#isSample = isSample;
  }

  /** Every layout at or below a folder. */
  *layouts(folder: FolderView): Generator<ClassLayout> {
    if (!this.hasSamples(folder)) return;
    const layout = this.layoutAt(folder);
    if (layout !== undefined) yield layout;
    // A lone folder may hold a note and, below it, the classes.
    const isSingle = layout?.shape === 'single';
    const used = new Set(layout === undefined || isSingle ? [] : topFolders(layout));
    for (const child of folder.folders) {
      if (!used.has(child) && !isSkipped(child)) yield* this.layouts(child);
    }
  }

  /** The layout whose root is this folder, if it is one. */
  layoutAt(folder: FolderView): ClassLayout | undefined {
    return this.#splitLayout(folder) ?? this.#classLayout(folder);
  }

  /** True where a sample lies in the folder or anywhere below it, annotation folders left out. */
  hasSamples(folder: FolderView): boolean {
    let known = this.#deep.get(folder);
    if (known === undefined) {
      known =
        this.ownSamples(folder) ||
        folder.folders.some((child) => !isSkipped(child) && this.hasSamples(child));
      this.#deep.set(folder, known);
    }
    return known;
  }

  /** True where a sample lies directly in the folder. */
  ownSamples(folder: FolderView): boolean {
    let known = this.#own.get(folder);
    if (known === undefined) {
      known = folder.files.some((name) => this.#isSample(name));
      this.#own.set(folder, known);
    }
    return known;
  }

  #splitLayout(folder: FolderView): ClassLayout | undefined {
    const parts = folder.folders.flatMap((child) => {
      const split = splitOfFolder(child.name);
      if (split === undefined || !this.hasSamples(child)) return [];
      return [this.#splitPart(child, split)];
    });
    const labelled = new Set(parts.filter((part) => part.classes.length > 0).map((p) => p.split));
    if (labelled.size === 0) return undefined;
    const kept = parts.filter((part) => part.classes.length > 0 || !labelled.has(part.split));
    return layoutOf(folder, 'splits', kept);
  }

  /** Goes down through wrappers (`training/training/cat`, `Final_Training/Images/00000`) to the class folders. */
  #splitPart(folder: FolderView, split: SplitName): LayoutPart {
    const classes = this.#classFolders(folder, true);
    const below = folder.folders.filter((child) => this.hasSamples(child));
    const only = below.at(0);
    const isWrapper = only !== undefined && below.length === 1 && !this.ownSamples(folder);
    if (isWrapper && (splitOfFolder(only.name) !== undefined || isContainerFolder(only.name))) {
      const part = this.#splitPart(only, split);
      if (part.classes.length > 0 || splitOfFolder(only.name) === split) return part;
    }
    return { split, folder, classes };
  }

  #classLayout(folder: FolderView): ClassLayout | undefined {
    if (this.#hasSplitFolders(folder)) return undefined;
    const classes = this.#classFolders(folder, false).filter(
      (one) => !this.#isTestBeside(one.folder),
    );
    const full = classes.filter((entry) => this.hasSamples(entry.folder));
    if (full.length === 0) return undefined;
    if (full.length === 1) return this.#single(folder, full);
    const inside = this.#splitsInside(full);
    if (inside !== undefined) return layoutOf(folder, 'inside', inside);
    if (full.some((entry) => this.#splitLayout(entry.folder) !== undefined)) return undefined;
    const lettered = full.every((entry) => this.#isLetter(entry.folder));
    if (lettered) return layoutOf(folder, 'flat', [{ split: 'all', folder, classes }], 'letters');
    const grouped = full.every((entry) => this.#isGrouped(entry.folder));
    const deep = grouped || this.#areNumbered(full) || this.#areTaxa(full);
    const inner = full.map(({ label, folder: at }) => ({ label, folder: this.#through(at) }));
    if (deep && !grouped && (haveSameChildren(full) || haveSameChildren(inner))) return undefined;
    const direct = full.filter((entry) => this.#holdsDirectly(entry.folder)).length;
    if (!deep && direct * 2 < full.length) return undefined;
    const parts = [{ split: 'all', folder, classes }];
    return layoutOf(folder, 'flat', parts, grouped ? 'groups' : deep ? 'folders' : 'samples');
  }

  /** Splits without classes in them; one folder `train` among classes is rather the vehicle. */
  #hasSplitFolders(folder: FolderView): boolean {
    const splits = folder.folders.filter(
      (child) => splitOfFolder(child.name) !== undefined && this.hasSamples(child),
    );
    if (splits.length === 0) return false;
    if (splits.length === 1 && this.#isTestBeside(splits[0])) return false;
    const others = this.#classFolders(folder, false).length - splits.length;
    return splits.length > 1 || splits.at(0)?.name.toLowerCase() !== 'train' || others < 2;
  }

  /** A folder of test images beside the class folders: what is to be told, and no class. */
  #isTestBeside(folder: FolderView): boolean {
    if (splitOfFolder(folder.name) !== 'test' || folder.folders.length > 0) return false;
    const beside = folder.parent?.folders.filter((one) => one !== folder) ?? [];
    const classes = beside.filter((one) => this.#mayBeClass(one, false) && this.ownSamples(one));
    return this.ownSamples(folder) && classes.length > 1 && classes.length === beside.length;
  }

  #single(folder: FolderView, classes: readonly ClassFolder[]): ClassLayout | undefined {
    if (!classes.every((entry) => this.ownSamples(entry.folder))) return undefined;
    return layoutOf(folder, 'single', [{ split: 'all', folder, classes }]);
  }

  /** `<class>/<split>/x.jpg`: every class has split folders, and samples nowhere else. */
  #splitsInside(classes: readonly ClassFolder[]): LayoutPart[] | undefined {
    const bySplit = new Map<SplitName, ClassFolder[]>();
    for (const { label, folder } of classes) {
      const splits = folder.folders.filter((child) => !isSkipped(child) && this.hasSamples(child));
      if (splits.length === 0 || this.ownSamples(folder)) return undefined;
      for (const child of splits) {
        const split = splitOfFolder(child.name);
        if (split === undefined || !this.ownSamples(child)) return undefined;
        const entries = bySplit.get(split) ?? [];
        entries.push({ label, folder: child });
        bySplit.set(split, entries);
      }
    }
    const parent = classes.at(0)?.folder.parent;
    if (parent === undefined) return undefined;
    return [...bySplit].map(([split, entries]) => ({ split, folder: parent, classes: entries }));
  }

  /** Samples in the folder itself, or in its `images`. */
  #holdsDirectly(folder: FolderView): boolean {
    const inside = folder.folders.filter(
      (child) => isContainerFolder(child.name) && !isSkipped(child),
    );
    return [folder, ...inside, ...this.#again(folder)].some((at) => this.ownSamples(at));
  }

  /** `cats/cats/1.jpg`, as archives of one class each unpack: what the folder alone holds, called like it. */
  #again(folder: FolderView): FolderView[] {
    const below = folder.folders.filter((child) => this.hasSamples(child));
    const called = folder.name.toLowerCase();
    return below.length === 1 && below[0].name.toLowerCase() === called ? below : [];
  }

  /** Each holds two class folders or more; a few among several may have but one kind of them. */
  #areTaxa(classes: readonly ClassFolder[]): boolean {
    const taxa = classes.filter(({ folder }) => this.#isTaxon(folder));
    if (taxa.length === classes.length) return true;
    const others = classes.filter((one) => !taxa.includes(one));
    return (
      taxa.length > 1 &&
      taxa.length > others.length &&
      others.every((one) => this.#hasOneKind(one.folder))
    );
  }

  #hasOneKind(folder: FolderView): boolean {
    const below = this.#classFolders(folder, true);
    return !this.ownSamples(folder) && below.length === 1 && this.ownSamples(below[0].folder);
  }

  #isTaxon(folder: FolderView): boolean {
    const inner = this.#through(folder);
    return !this.ownSamples(inner) && this.#classFolders(inner, true).length >= 2;
  }

  /** The folder, or what it alone holds: `benign/SOB` above `adenosis` and `fibroadenoma`. */
  #through(folder: FolderView): FolderView {
    const below = folder.folders.filter((child) => this.hasSamples(child));
    const [only] = below;
    const isAlone = below.length === 1 && !this.ownSamples(folder) && !this.ownSamples(only);
    return isAlone && this.#mayBeClass(only, true) ? this.#through(only) : folder;
  }

  /** `a` above `abbey` and `airfield`: classes put away by their first letters (SUN397, Places365). */
  #isLetter(folder: FolderView): boolean {
    const letter = folder.name.toLowerCase();
    if (!/^[a-z]$/.test(letter) || this.ownSamples(folder)) return false;
    return this.#classFolders(folder, true).every(({ label }) => {
      return label.length > 1 && label.toLowerCase().startsWith(letter);
    });
  }

  /** `american` above `speaker_01` and `speaker_02`: who or what was recorded, and no classes of their own. */
  #isGrouped(folder: FolderView): boolean {
    if (this.ownSamples(folder)) return false;
    const below = this.#classFolders(folder, true);
    return below.length > 0 && below.every(({ label }) => isGroupFolder(label));
  }

  /** `id10001`, `id10002`, each with folders of samples only, be it one: what they hold stands for parts of each. */
  #areNumbered(classes: readonly ClassFolder[]): boolean {
    const stems = new Set(classes.map(({ label }) => label.replace(/\d{2,}$/, '#')));
    const [only] = stems;
    if (stems.size > 1 || !/^\D{1,12}#$/.test(only)) return false;
    return classes.every(
      ({ folder }) => !this.ownSamples(folder) && this.#classFolders(folder, true).length > 0,
    );
  }

  #classFolders(folder: FolderView, inSplit: boolean): ClassFolder[] {
    const siblings = folder.folders.filter((child) => this.#mayBeClass(child, inSplit));
    if (areShards(siblings)) return [];
    const names = new Set(siblings.map((child) => child.name));
    return siblings
      .filter((child) => child.folders.filter((below) => names.has(below.name)).length < 2)
      .map((child) => ({ label: child.name, folder: child }));
  }

  #mayBeClass(child: FolderView, inSplit: boolean): boolean {
    if (isJunkFolder(child.name)) return false;
    if (isContainerFolder(child.name) && !isClassAmong(child.name, namesBeside(child)))
      return false;
    if (!inSplit && isProjectFolder(child.name)) return false;
    if (!this.hasSamples(child)) return isEmpty(child);
    if (this.#arePartsOfSample(child)) return false;
    return !this.#isLabelled(child) && !haveLabelsBeside(child, this.#isSample);
  }

  /** `2/instance_001.png` beside `2.jpg` and its `2.json`: the objects of one sample. */
  #arePartsOfSample({ name, parent }: FolderView): boolean {
    if (!parent?.files.includes(`${name}.json`)) return false;
    return parent.files.some((file) => this.#isSample(file) && stemOf(file) === name);
  }

  /** True where label folders or their anchors lie anywhere in it: a dataset of another format. */
  #isLabelled(folder: FolderView): boolean {
    let known = this.#labelled.get(folder);
    if (known === undefined) {
      known =
        hasLabelFiles(folder) ||
        this.#hasLabelImages(folder) ||
        folder.folders.some((child) => this.#isLabelled(child));
      this.#labelled.set(folder, known);
    }
    return known;
  }

  /** `Images` and `Labels` side by side, both of images. Masks so named lie beside the images of classes, too. */
  #hasLabelImages({ folders }: FolderView): boolean {
    const holds = (fits: (name: string) => boolean): boolean =>
      folders.some((child) => fits(child.name) && this.ownSamples(child));
    return (
      holds((name) => isAnnotationFolder(name) && !/mask/i.test(name)) &&
      holds((name) => isContainerFolder(name) && !isAnnotationFolder(name))
    );
  }
}

function isSkipped(folder: FolderView): boolean {
  return isSkippedFolder(folder.name, namesBeside(folder));
}

function namesBeside(folder: FolderView): string[] {
  // A thousand class folders need no thousand lists.
  if (!dependsOnSiblings(folder.name)) return [];
  return folder.parent?.folders.map((other) => other.name) ?? [];
}

const junkFiles: ReadonlySet<string> = new Set(['thumbs.db', 'desktop.ini']);

function isEmpty(folder: FolderView): boolean {
  return (
    folder.files.every((name) => name.startsWith('.') || junkFiles.has(name.toLowerCase())) &&
    folder.folders.every((child) => isEmpty(child))
  );
}

/** The same names recur below each: domains or copies of one dataset rather than classes. */
function haveSameChildren(classes: readonly ClassFolder[]): boolean {
  const seen = new Map<string, number>();
  for (const { folder } of classes) {
    for (const child of folder.folders) seen.set(child.name, (seen.get(child.name) ?? 0) + 1);
  }
  const recurring = [...seen.values()].filter((times) => times * 2 > classes.length).length;
  return recurring >= 2 && recurring * 2 >= seen.size;
}

function layoutOf(
  root: FolderView,
  shape: LayoutShape,
  parts: readonly LayoutPart[],
  below: Below = 'samples',
): ClassLayout {
  const labels = new Set(parts.flatMap((part) => part.classes.map((entry) => entry.label)));
  const names = [...labels].sort(compareText);
  return { root, shape, parts, names, deep: below !== 'samples', below };
}

/** The folders directly below the root that a layout takes for itself. */
function topFolders(layout: ClassLayout): FolderView[] {
  const folders = layout.parts.flatMap((part) =>
    part.folder === layout.root ? part.classes.map((entry) => entry.folder) : [part.folder],
  );
  return folders.map((folder) => {
    let top = folder;
    while (top.parent !== undefined && top.parent !== layout.root) top = top.parent;
    return top;
  });
}
