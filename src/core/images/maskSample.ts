// A look at some masks of a folder: are these class numbers or pictures, and how are they to be read?
// Must not know which format asks.

import { RangedPull } from '../bytes/pull';
import type { FolderView } from '../folderView';
import { PixelValues } from './pixelValues';
import { PngError, type PngHeader, readPng } from './png';

export interface MaskSample {
  readonly colour: boolean;
  readonly palette: boolean;
  readonly values: ReadonlySet<number>;
}

const files = 6;
const largest = 8 * 1024 * 1024;

/** Most values that class numbers have, and most colours of a drawn mask. */
const mostValues = 256;
const mostColours = 40;
/** A gray picture of more values than this in one image is a photograph or a depth map. */
const mostGrays = 160;

/** What the first, the last and some masks between hold; undefined where they are no masks. */
export async function sampleMasks(
  folder: FolderView,
  paths: readonly string[],
  mapped: boolean,
): Promise<MaskSample | undefined> {
  const step = Math.max(1, Math.floor(paths.length / files));
  const some = paths.filter((_, at) => at % step === 0).slice(0, files);
  const values = new Set<number>();
  let last: PngHeader | undefined;
  for (const path of some) {
    const look = await lookAt(folder, path);
    if (look === undefined) continue;
    last = look.header;
    const isColour = last.colour === 2 || last.colour === 6;
    const most = isColour
      ? mapped
        ? mostValues
        : mostColours
      : last.depth === 16
        ? mostValues
        : mostGrays;
    if (!look.complete || (last.colour !== 3 && look.values.length > most)) return undefined;
    for (const value of look.values) values.add(value);
  }
  if (last === undefined) return undefined;
  return { values, colour: last.colour === 2 || last.colour === 6, palette: last.colour === 3 };
}

async function lookAt(
  folder: FolderView,
  path: string,
): Promise<{ header: PngHeader; values: number[]; complete: boolean } | undefined> {
  const head = await folder.headAt(path);
  if (head === undefined || head.size > largest) return undefined;
  const read = folder.readerOf(path);
  const pixels = new PixelValues();
  try {
    const header = await readPng(new RangedPull(read, 0, head.size), (row, count, of) => {
      pixels.add(row, count, of);
    });
    const { complete } = pixels;
    return { header, values: [...pixels.take()].map(([value]) => value), complete };
  } catch (error) {
    // Damaged images are said when they are counted; here another one answers.
    if (error instanceof PngError) return undefined;
    throw error;
  }
}
