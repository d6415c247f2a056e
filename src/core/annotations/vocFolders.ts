// Finds folders of Pascal VOC annotations and joins them to datasets.
// Must not know how objects are counted.

import { isJunkFolder, splitOfFolder } from '../detect/folderWords';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { sniffVoc, type VocShape } from './vocReader';
import { holdsVocSets } from './vocSets';

/** A dataset of VOC annotations. */
export interface VocDataset {
  /** The folder that holds the annotations and, in the full layout, the image sets. */
  readonly base: FolderView;
  readonly parts: readonly VocPart[];
  /** True where the files have no extension, as in Stanford Dogs. */
  readonly bare: boolean;
  readonly shape: VocShape;
}

/** Everything below a folder. */
export interface VocPart {
  readonly folder: FolderView;
  readonly split: SplitName;
}

interface Group {
  readonly base: FolderView;
  readonly parts: Map<FolderView, SplitName>;
  readonly folders: FolderView[];
}

const annotationWord =
  /^(?:annotations?|anns?|annots?|xmls?|labels?|voc(?:_?labels?)?|bboxe?s?|bounding_boxes)$/i;
const sampled = 12;

/** Every dataset below the root. */
export async function* vocDatasets(
  root: FolderView,
  signal: AbortSignal,
): AsyncGenerator<VocDataset> {
  for (const bare of [false, true]) {
    const found: VocDataset[] = [];
    for (const whole of groupsIn(root, bare)) {
      for (const group of apart(whole, bare)) {
        signal.throwIfAborted();
        const look = (): ReturnType<typeof sniff> => sniff(group.folders, bare);
        const shape = await folderLookedAt(group.folders[0], signal, look);
        if (shape === undefined) continue;
        const parts = [...group.parts].map(([folder, split]) => ({ folder, split }));
        found.push({ base: group.base, parts, bare, shape });
      }
    }
    yield* joinedByClass(found);
  }
}

/** Files of a folder that are looked for in another. */
const compared = 10;

/** Folders below one `Annotations` that hold the same images twice, as DIOR its horizontal and oriented boxes, are datasets apart. */
function apart(group: Group, bare: boolean): readonly Group[] {
  const [first, ...others] = group.folders;
  if (group.parts.size > 1 || others.length === 0) return [group];
  const some = first.files.filter((name) => isAnnotationFile(name, bare)).slice(0, compared);
  const areCopies = others.every(
    ({ parent, files }) => parent === first.parent && some.every((name) => files.includes(name)),
  );
  if (!areCopies) return [group];
  const split = [...group.parts.values()][0];
  return group.folders.map((folder) => {
    return { base: group.base, parts: new Map([[folder, split]]), folders: [folder] };
  });
}

/** Folders of annotations beside their images, each called like the class in it (LogoDet-3K), are one dataset. */
function joinedByClass(found: readonly VocDataset[]): VocDataset[] {
  const plain = (text: string): string => text.toLowerCase().replace(/[_\-\s]+/g, ' ');
  const groups = new Map<VocDataset | string, VocDataset[]>();
  for (const dataset of found) {
    const { base, parts, shape } = dataset;
    const isOfClass =
      parts.length === 1 && parts[0].folder === base && plain(shape.firstName) === plain(base.name);
    const key = isOfClass ? (base.parent?.parent ?? base.parent)?.path : undefined;
    groups.set(key ?? dataset, [...(groups.get(key ?? dataset) ?? []), dataset]);
  }
  return [...groups.values()].map((group): VocDataset => {
    const [first, ...others] = group;
    if (others.length === 0) return first;
    const parents = new Set(group.map(({ base }) => base.parent));
    const above = parents.size > 1 ? first.base.parent?.parent : first.base.parent;
    const parts = group.map(({ base }) => {
      return { folder: base, split: splitOfFolder(base.parent?.name ?? '') ?? 'all' };
    });
    return { ...first, base: above ?? first.base, parts };
  });
}

/** True for the annotation files of a dataset. */
export function isAnnotationFile(name: string, bare: boolean): boolean {
  if (name.startsWith('.')) return false;
  return bare ? !name.includes('.') : /\.xml$/i.test(name);
}

function groupsIn(root: FolderView, bare: boolean): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name)) continue;
    const part = annotationPart(folder);
    if (bare && part === undefined) continue;
    if (!folder.files.some((name) => isAnnotationFile(name, bare))) continue;
    const place = placeOf(folder, part);
    const group: Group = groups.get(place.base.path) ?? {
      base: place.base,
      parts: new Map(),
      folders: [],
    };
    groups.set(place.base.path, group);
    group.parts.set(place.folder, place.split);
    group.folders.push(folder);
  }
  return groups.values();
}

/**
 * The outermost of the folders, at or above this one, that follow each other and are named like annotations. One that
 * holds the image sets is the dataset itself: `voc/Annotations` beside `voc/ImageSets`.
 */
function annotationPart(folder: FolderView): FolderView | undefined {
  let at: FolderView | undefined = folder;
  while (at !== undefined && !annotationWord.test(at.name)) at = at.parent;
  while (at?.parent?.parent !== undefined && isWholePart(at.parent)) at = at.parent;
  return at?.parent === undefined ? undefined : at;
}

function isWholePart(folder: FolderView): boolean {
  return annotationWord.test(folder.name) && !holdsVocSets(folder);
}

function placeOf(
  folder: FolderView,
  part: FolderView | undefined,
): { base: FolderView; folder: FolderView; split: SplitName } {
  for (let at = folder; at !== part && at.parent !== undefined; at = at.parent) {
    const split = splitOfFolder(at.name);
    if (split !== undefined) return { base: part?.parent ?? at.parent, folder: at, split };
    if (part === undefined) break;
  }
  if (part?.parent === undefined) return { base: folder, folder, split: 'all' };
  const above = part.parent;
  const split = splitOfFolder(above.name);
  if (split !== undefined && above.parent !== undefined)
    return { base: above.parent, folder: part, split };
  return { base: above, folder: part, split: 'all' };
}

/** Looks at some files; undefined where most are something else, or LabelMe's polygons. */
async function sniff(folders: readonly FolderView[], bare: boolean): Promise<VocShape | undefined> {
  let best: VocShape | undefined;
  let good = 0;
  let bad = 0;
  for (const { folder, name } of spread(folders, bare)) {
    // A workspace of Java or Android has thousands of folders of other XML.
    if (bad === 3 && good === 0) return undefined;
    const head = await folder.head(name);
    if (head === undefined) continue;
    const shape = sniffVoc(head.bytes, head.complete);
    const isVoc = shape.root === 'annotation' && shape.polygons * 2 <= shape.objects;
    if (isVoc) good += 1;
    else bad += 1;
    if (isVoc && (best === undefined || best.objects === 0)) best = shape;
  }
  return good > bad ? best : undefined;
}

function spread(
  folders: readonly FolderView[],
  bare: boolean,
): { folder: FolderView; name: string }[] {
  const step = Math.max(1, Math.floor(folders.length / sampled));
  const some = folders.filter((_, index) => index % step === 0).slice(0, sampled);
  const each = Math.ceil(sampled / Math.max(1, some.length));
  return some.flatMap((folder) => {
    const names = folder.files.filter((name) => isAnnotationFile(name, bare));
    const stride = Math.max(1, Math.floor(names.length / each));
    return names
      .filter((_, index) => index % stride === 0)
      .slice(0, each)
      .map((name) => ({ folder, name }));
  });
}
