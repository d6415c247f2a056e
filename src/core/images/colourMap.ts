// Files that say which colour or value of a mask is which class: labelmap.txt, label_colors.txt, class_dict.csv, labelmap.csv.
// Must not know masks.

import type { FolderView } from '../folderView';
import { type ByteInput, SourceError } from '../ports';

export interface MaskClass {
  readonly name: string;
  /** 0xRRGGBB; absent where the file gives values only. */
  readonly colour?: number;
  /** The pixel value, where the file gives it. */
  readonly value?: number;
}

const names =
  /^(?:label_?map|label_?colou?rs?|label_?colou?r_?map|class_dict(?:_seg)?|_classes|color_?map|classes_?colou?rs?)\.(?:txt|csv)$/i;
const limit = 1 << 20;

/** Path of a colour map in the folder, or up to two folders above. */
export function colourMapNear(folder: FolderView): string | undefined {
  let at: FolderView | undefined = folder;
  for (let level = 0; at !== undefined && level < 3; level += 1, at = at.parent) {
    const name = at.files.find((file) => names.test(file));
    if (name !== undefined) return at.pathOf(name);
  }
  return undefined;
}

/** The classes of a colour map in file order; none where it cannot be understood. */
export async function readColourMap(path: string, files: ByteInput): Promise<MaskClass[]> {
  try {
    return parseColourMap(new TextDecoder().decode(await files.whole(path, limit)));
  } catch (error) {
    // Names are a help only: without them the values stand for themselves.
    if (error instanceof SourceError) return [];
    throw error;
  }
}

/** Reads `name:r,g,b::`, `name,r,g,b`, `r g b name` and `value, name`; lines of other forms are left out. */
export function parseColourMap(text: string): MaskClass[] {
  return text
    .split(/\r\n|\r|\n/)
    .flatMap((line) => readLine(line.replace(/^\uFEFF/, '').trim()) ?? []);
}

function readLine(line: string): MaskClass | undefined {
  if (line === '' || line.startsWith('#')) return undefined;
  const colourFirst = /^(\d{1,3})[\s,;]+(\d{1,3})[\s,;]+(\d{1,3})[\s,;]+(\S.*)$/.exec(line);
  if (colourFirst !== null) {
    const [, r, g, b, name] = colourFirst;
    return { name, colour: colourOf(r, g, b) };
  }
  const nameFirst =
    /^(.*?\S)\s*[:,;\s]\s*(\d{1,3})[\s,;]+(\d{1,3})[\s,;]+(\d{1,3})(?:[:,;\s].*)?$/.exec(line);
  if (nameFirst !== null) {
    const [, name, r, g, b] = nameFirst;
    return { name, colour: colourOf(r, g, b) };
  }
  const valued = /^(\d{1,5})\s*[,;\t]\s*(\S.*)$/.exec(line);
  return valued === null ? undefined : { value: Number(valued[1]), name: valued[2] };
}

function colourOf(r: string, g: string, b: string): number {
  return (Number(r) << 16) | (Number(g) << 8) | Number(b);
}
