// Files that say which colour or value of a mask is which class: labelmap.txt, label_colors.txt, class_dict.csv, JSON.
// Must not know masks.

import type { FolderView } from '../folderView';
import { type ByteInput, SourceError } from '../ports';
import { parseJsonColourMap } from './jsonColourMap';

export interface MaskClass {
  readonly name: string;
  /** 0xRRGGBB; absent where the file gives values only. */
  readonly colour?: number;
  /** The pixel value, where the file gives it. */
  readonly value?: number;
}

const names =
  /^(?:label_?map|label_?colou?rs?|label_?colou?r_?map|(?:[a-z]+_)?class_dict(?:_seg)?|_classes|color_?map|classes_?colou?rs?)\.(?:txt|csv)$/i;
/** JSON files of these names are common; they count as maps where they give classes colours or values. */
const jsonNames =
  /^(?:dataset_meta|label_?map|label_?colou?rs?|class(?:es|_dict)?(?:_colou?rs)?|colou?r_?map|obj_class_to_machine_color|config(?:_v[\d.]+)?|meta)\.json$/i;
const limit = 1 << 20;
const foldersAbove = 3;

/** Path of a colour map in the folder, or up to three folders above. */
export async function colourMapNear(folder: FolderView): Promise<string | undefined> {
  let at: FolderView | undefined = folder;
  for (let level = 0; at !== undefined && level <= foldersAbove; level += 1, at = at.parent) {
    const name = at.files.find((file) => names.test(file));
    if (name !== undefined) return at.pathOf(name);
    for (const file of at.files.filter((one) => jsonNames.test(one))) {
      const path = at.pathOf(file);
      const bytes = await at.bytesAt(path, 0, limit);
      if (bytes !== undefined && parse(path, bytes).length > 0) return path;
    }
  }
  return undefined;
}

/** The classes of a colour map in file order; none where it cannot be understood. */
export async function readColourMap(path: string, files: ByteInput): Promise<MaskClass[]> {
  try {
    return parse(path, await files.whole(path, limit));
  } catch (error) {
    // Names are a help only: without them the values stand for themselves.
    if (error instanceof SourceError) return [];
    throw error;
  }
}

function parse(path: string, bytes: Uint8Array): MaskClass[] {
  const text = new TextDecoder().decode(bytes);
  return /\.json$/i.test(path) ? parseJsonColourMap(text) : parseColourMap(text);
}

/** Reads `name:r,g,b::`, `name,r,g,b`, `r g b name` and `value, name`; lines of other forms are left out. */
export function parseColourMap(text: string): MaskClass[] {
  return text
    .split(/\r\n|\r|\n/)
    .flatMap((line) => readLine(line.replace(/^\uFEFF/, '').trim()) ?? []);
}

function readLine(line: string): MaskClass | undefined {
  if (line === '' || line.startsWith('#')) return undefined;
  const colourFirst = /^(\d{1,3})[\s,;]+(\d{1,3})[\s,;]+(\d{1,3})[\s,;]+([^\s,;].*)$/.exec(line);
  if (colourFirst !== null) {
    const [, r, g, b, name] = colourFirst;
    return { name, colour: colourOf(r, g, b) };
  }
  const nameFirst =
    /^(.*?[^\s:,;])[\s:,;]+(\d{1,3})[\s,;]+(\d{1,3})[\s,;]+(\d{1,3})(?:[:,;\s].*)?$/.exec(line);
  if (nameFirst !== null) {
    const [, name, r, g, b] = nameFirst;
    return { name, colour: colourOf(r, g, b) };
  }
  const valued = /^(\d{1,5})[^\S\t]*[,;\t]\s*(\S.*)$/.exec(line);
  return valued === null ? undefined : { value: Number(valued[1]), name: valued[2] };
}

function colourOf(r: string, g: string, b: string): number {
  return (Number(r) << 16) | (Number(g) << 8) | Number(b);
}
