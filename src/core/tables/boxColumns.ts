// Which columns hold a box or a region, so that one row is one box of an image and not one image.
// Must not know labels or files.

import type { ColumnProfile } from './columnProfile';
import { plainName } from './tableSample';

/** Columns of a region, and those that name its image. */
export interface RegionColumns {
  readonly unit: 'box' | 'instance';
  readonly columns: readonly number[];
  /** Columns that together name the image; none where nothing does. */
  readonly image: readonly number[];
}

const corners: readonly (readonly string[])[] = [
  ['xmin', 'ymin', 'xmax', 'ymax'],
  ['x1', 'y1', 'x2', 'y2'],
  ['x0', 'y0', 'x1', 'y1'],
  ['left', 'top', 'right', 'bottom'],
  ['left', 'top', 'width', 'height'],
  ['xmin', 'ymin', 'width', 'height'],
  ['x1', 'y1', 'width', 'height'],
  ['x1', 'y1', 'w', 'h'],
  ['x', 'y', 'width', 'height'],
  ['x', 'y', 'w', 'h'],
  ['cx', 'cy', 'w', 'h'],
  ['cx', 'cy', 'width', 'height'],
  ['xcenter', 'ycenter', 'width', 'height'],
  ['centerx', 'centery', 'width', 'height'],
  ['upperleftcornerx', 'upperleftcornery', 'lowerrightcornerx', 'lowerrightcornery'],
  ['p1x', 'p1y', 'p2x', 'p2y'],
];
const boxNames =
  /^(?:bbox|bboxes|box|boundingbox|boundingboxes|rect|rectangle|bndbox|bboxcoords|predictionstring)$/;
const regionNames =
  /^(?:rle|encodedpixels|maskrle|rlemask|segmentation|segmentationrle|polygon|polygons|mask)$/;
const prefix = /^(?:bbox|box|bndbox|boundingbox|roi|rect|region|face|bb)(?=.)/;

/** The region that each row describes, if it describes one. */
export function findRegion(columns: readonly ColumnProfile[]): RegionColumns | undefined {
  const found = corner(columns) ?? single(columns);
  if (found === undefined) return undefined;
  return { ...found, image: imageColumns(columns, found.columns) };
}

type Found = Omit<RegionColumns, 'image'>;

function corner(columns: readonly ColumnProfile[]): Found | undefined {
  const byName = new Map<string, ColumnProfile>();
  for (const column of columns) {
    if (column.kind !== 'integer' && column.kind !== 'number' && column.kind !== 'empty') continue;
    byName.set(column.plain, column);
    const bare = column.plain.replace(prefix, '');
    if (!byName.has(bare)) byName.set(bare, column);
  }
  for (const names of corners) {
    const four = names.flatMap((name) => byName.get(name) ?? []);
    if (four.length === 4 && new Set(four).size === 4 && four.some((one) => one.filled > 0)) {
      return { unit: 'box', columns: four.map((one) => one.index) };
    }
  }
  return undefined;
}

function single(columns: readonly ColumnProfile[]): Found | undefined {
  for (const column of columns) {
    if (boxNames.test(column.plain) && every(column, isBoxText)) {
      return { unit: 'box', columns: [column.index] };
    }
    if (
      regionNames.test(column.plain) &&
      every(column, isRegionText) &&
      !every(column, (text) => /^[01](?:\.0)?$/.test(text))
    ) {
      return { unit: 'instance', columns: [column.index] };
    }
  }
  return undefined;
}

/** What each item is, where every one of these names is a part of it: a box, a region, a span of text; undefined for others. */
export function unitOfParts(names: readonly string[]): 'box' | 'instance' | 'span' | undefined {
  const plain = names.map(plainName);
  if (plain.some((name) => boxNames.test(name))) return 'box';
  if (plain.some((name) => regionNames.test(name))) return 'instance';
  const isSpan =
    plain.some((name) => name.startsWith('start')) && plain.some((name) => name.startsWith('end'));
  return isSpan ? 'span' : undefined;
}

function every(column: ColumnProfile, test: (text: string) => boolean): boolean {
  return column.values.size > 0 && [...column.values.keys()].every(test);
}

/** Four numbers in any brackets, or a JSON object of them. */
function isBoxText(text: string): boolean {
  return (text.match(/-?\d+(?:\.\d+)?/g) ?? []).length >= 4;
}

/** Run lengths, points or COCO's compressed run lengths. */
function isRegionText(text: string): boolean {
  return /^[[({"\d]/.test(text) || text.length > 16;
}

function imageColumns(columns: readonly ColumnProfile[], box: readonly number[]): number[] {
  const rest = columns.filter((column) => !box.includes(column.index));
  const path = rest.find((column) => column.kind === 'path');
  const named = rest.find((column) => column.isSample && column.kind !== 'number');
  const column = path ?? named;
  return column === undefined ? [] : [column.index];
}

/** The region of a table without a header: four numbers beside one another, behind the path or at least varied. */
export function findBareRegion(columns: readonly ColumnProfile[]): RegionColumns | undefined {
  const path = columns.find((column) => column.kind === 'path');
  if (path === undefined || columns.length < 6) return undefined;
  for (let at = isClassFirst(columns, path) ? path.index + 2 : 0; at + 4 <= columns.length; at++) {
    const four = columns.slice(at, at + 4);
    const near = at === path.index + 1;
    const varied = four.every((column) => column.values.size > 2 || column.filled < 4);
    if (four.every(isNumeric) && (near || varied) && four.some((column) => column.filled > 0)) {
      return { unit: 'box', columns: four.map((column) => column.index), image: [path.index] };
    }
  }
  return undefined;
}

/** `1.png 2 9 8 500 400`: few numbers that recur before the corners, and none behind them. */
function isClassFirst(columns: readonly ColumnProfile[], path: ColumnProfile): boolean {
  const five = columns.slice(path.index + 1);
  if (five.length !== 5 || !five.every(isNumeric)) return false;
  const [{ values, filled }] = five;
  const { size } = values;
  return size > 1 && size * 4 <= filled && five[4].values.size > size * 2;
}

function isNumeric({ kind }: ColumnProfile): boolean {
  return kind === 'integer' || kind === 'number' || kind === 'empty';
}
