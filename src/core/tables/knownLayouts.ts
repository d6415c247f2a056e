// Tables that are known by their layout, where neither name nor values of a column would tell: MNIST, VGGFace2, AVA, CoLA.
// Must not know files.

import type { ColumnProfile } from './columnProfile';
import type { TableReading } from './recipe';
import type { TableSample } from './tableSample';

/** MNIST as CSV: one label and the pixels of an image; without a header the label is first, else last. */
export function pixelColumns(
  columns: readonly ColumnProfile[],
  named: boolean,
): { readonly others: readonly number[] } | undefined {
  if (
    columns.length < 50 ||
    !columns.every((column) => column.kind === 'integer' || column.kind === 'empty')
  ) {
    return undefined;
  }
  if (!isImageSize(columns.length - 1)) return undefined;
  const first = columns.at(0);
  const last = columns.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const byName = named ? [first, last].find((column) => column.label.promise > 0) : undefined;
  const label = byName ?? (isFewer(last, first) ? last : first);
  if (label.values.size < 2 || label.values.size > Math.max(10, label.filled * 0.9))
    return undefined;
  return { others: columns.filter((column) => column !== label).map((column) => column.index) };
}

/** MNIST has the label first and empty corners; scikit-learn's digits have it behind the pixels. */
function isFewer(a: ColumnProfile, b: ColumnProfile): boolean {
  const numbers = [...a.values.keys()].map(Number);
  const span = Math.max(...numbers) - Math.min(...numbers);
  const isDense = span <= 2 * a.values.size;
  return a.values.size > 1 && isDense && (b.values.size < 2 || a.values.size < b.values.size);
}

function isImageSize(pixels: number): boolean {
  return [1, 3].some((channels) => Number.isInteger(Math.sqrt(pixels / channels)));
}

/** VGGFace2: `NAME_ID,X,Y,W,H` or landmarks; the class is the folder part of the name. */
export function faces(columns: readonly ColumnProfile[]): TableReading[] | undefined {
  const name = columns.at(0);
  if (name?.plain !== 'nameid') return undefined;
  const folders = [...name.values.keys()].every((text) => /^[^/\s]+\/\S+$/.test(text));
  if (!folders) return undefined;
  return [
    {
      id: `column:${name.name}`,
      title: `the folder in column “${name.name}”`,
      confidence: columns.some((column) => column.plain === 'w') ? 0.9 : 0.6,
      evidence: [`column “${name.name}” holds folder/image, as VGGFace2 does`],
      unit: 'box',
      multiLabel: false,
      openVocabulary: false,
      recipe: {
        label: { kind: 'column', column: 0, join: null, integers: false, folder: true },
        split: null,
        image: [],
        needs: [],
      },
      labels: [...new Set([...name.values.keys()].map((text) => text.replace(/\/.*$/, '')))],
    },
  ];
}

function isFigure({ kind }: ColumnProfile): boolean {
  return kind === 'number' || kind === 'integer';
}

function isShare({ kind, values }: ColumnProfile): boolean {
  return (
    kind === 'number' && [...values.keys()].every((text) => Number(text) >= 0 && Number(text) <= 1)
  );
}

function holdBoxes(
  { rows }: TableSample,
  corners: readonly ColumnProfile[],
  most: number,
): boolean {
  return corners.every(isFigure) && rows.every((row) => isBox(row.slice(2, 6).map(Number), most));
}

function isBox([left, top, right, bottom]: readonly number[], most: number): boolean {
  return left >= 0 && top >= 0 && left < right && top < bottom && Math.max(right, bottom) <= most;
}

/** Seconds as AVA writes them, `0902`: beside them fractions are corners in whatever order. */
function hasFourDigits({ values }: ColumnProfile): boolean {
  return [...values.keys()].every((text) => /^[01]\d{3}$/.test(text));
}

/** Rows of four fractions that are corners by no chance. */
const enoughBoxes = 5;

/**
 * AVA: video, second, two corners, action, person, without a header; the 7th of 8 is the class. What its evaluation takes
 * has no person, and corners from 0 to 1; with a score in place of the person it is what a model found.
 */
export function ava(
  sample: TableSample,
  columns: readonly ColumnProfile[],
): TableReading[] | undefined {
  const [video, second, x1, y1, x2, y2, action, person] = columns;
  if (sample.named || ![7, 8].includes(columns.length)) return undefined;
  const isShort = columns.length === 7;
  if (isShort && sample.rows.length < enoughBoxes) return undefined;
  const isFound = !isShort && sample.rows.length >= enoughBoxes && isShare(person);
  const hasPerson = !isShort && !isFound;
  const most = hasPerson ? Infinity : 1;
  const corners = [x1, y1, x2, y2];
  const areShares = !isShort && hasFourDigits(second) && corners.every(isShare);
  const areBoxes = areShares || holdBoxes(sample, corners, most);
  const behind = hasPerson ? [person] : [];
  const integers = [action, ...behind].every((column) => column.kind === 'integer');
  const timed = isFigure(second);
  if (!areBoxes || !integers || !timed || isFigure(video)) return undefined;
  return [
    {
      id: `column:${action.name}`,
      title: `column “${action.name}”`,
      confidence: isFound ? 0.4 : 0.8,
      evidence: [
        'video, second, box and action (and person) in seven or eight columns, as AVA has',
      ],
      unit: 'box',
      multiLabel: false,
      openVocabulary: false,
      recipe: {
        label: { kind: 'column', column: 6, join: null, integers: true, folder: false },
        split: null,
        image: [0, 1],
        needs: [],
      },
      labels: [...action.values.keys()],
    },
  ];
}

/** Fewest sentences that show that what linguists mark is what is judged 0. */
const enoughSentences = 10;

/**
 * CoLA: who wrote of it, whether a sentence is acceptable, the mark it had there (`*`, `??`) or nothing, and the sentence.
 * GLUE's `train.tsv` and `dev.tsv` have no header.
 */
export function markedSentences(
  { named, rows }: TableSample,
  columns: readonly ColumnProfile[],
): TableReading[] | undefined {
  const [, judgement, , sentence] = columns;
  if (named || columns.length !== 4 || rows.length < enoughSentences) return undefined;
  const areMarks = rows.every(
    (row) => /^[01]$/.test(row[1]) && /^[*?#%!]*$/.test((row.at(2) ?? '').trim()),
  );
  const isTold = rows.filter((row) => (row[1] === '0') === ((row.at(2) ?? '').trim() !== ''));
  const isText = sentence.kind === 'text' && sentence.meanWords > 3;
  if (!areMarks || !isText || judgement.values.size < 2 || isTold.length * 10 < rows.length * 9)
    return undefined;
  return [
    {
      id: `column:${judgement.name}`,
      title: `column “${judgement.name}”`,
      confidence: 0.8,
      evidence: ['source, judgement, mark and sentence in four columns, as CoLA has'],
      unit: 'row',
      multiLabel: false,
      openVocabulary: false,
      recipe: {
        label: { kind: 'column', column: 1, join: null, integers: true, folder: false },
        split: null,
        image: [],
        needs: [],
      },
      labels: [...judgement.values.keys()],
    },
  ];
}

/** Kaggle's `Image_Label,EncodedPixels`: the class behind the picture's name (`0011165.jpg_Fish`), a mask or nothing a row. */
export function pictureParts(columns: readonly ColumnProfile[]): TableReading[] | undefined {
  const [name, mask] = columns;
  if (columns.length !== 2 || mask.plain !== 'encodedpixels') return undefined;
  const labels = [...name.values.keys()].map((text) => /\.(?:jpe?g|png)_(\S+)$/i.exec(text)?.[1]);
  const known = labels.filter((label) => label !== undefined);
  if (known.length === 0 || known.length < labels.length) return undefined;
  return [
    {
      id: `column:${name.name}`,
      title: `the end of column “${name.name}”`,
      confidence: 0.9,
      evidence: [`column “${name.name}” holds a picture and a class`],
      unit: 'instance',
      multiLabel: false,
      openVocabulary: false,
      recipe: {
        label: {
          kind: 'column',
          column: 0,
          join: null,
          integers: false,
          folder: false,
          tail: true,
        },
        split: null,
        image: [],
        needs: [1],
      },
      labels: [...new Set(known)],
    },
  ];
}

/** Fewest lines that show that a number is no class of the folder behind it. */
const enoughLines = 10;

/** VoxCeleb: `3 id10270/5r0dWxy17C8/00001.wav`, the split by its number from 1, and a recording in the folder of who speaks. */
export function folderBehindSplit(
  { named, rows }: TableSample,
  columns: readonly ColumnProfile[],
): TableReading[] | undefined {
  const [split, path] = columns;
  if (named || columns.length !== 2 || rows.length < enoughLines) return undefined;
  const areSplits = split.values.size > 1 && [...split.values.keys()].every(isSplitNumber);
  const isDeep = [...path.values.keys()].every((text) => /^[^/\s]+\/[^/\s]+\/\S+$/.test(text));
  if (!areSplits || !isDeep || path.media !== 'audio') return undefined;
  const splitsOf = new Map<string, Set<string>>();
  for (const [number, file] of rows) {
    const folder = file.trim().replace(/\/.*$/, '');
    splitsOf.set(folder, (splitsOf.get(folder) ?? new Set<string>()).add(number));
  }
  const parted = [...splitsOf.values()].filter(({ size }) => size > 1).length;
  if (splitsOf.size < 2 || parted * 2 < splitsOf.size) return undefined;
  return [
    {
      id: `column:${path.name}`,
      title: `the folder in column “${path.name}”`,
      confidence: 0.8,
      evidence: ['each line is the number of a split and a recording in a folder of its class'],
      unit: 'clip',
      multiLabel: false,
      openVocabulary: false,
      recipe: {
        label: { kind: 'column', column: 1, join: null, integers: false, folder: true },
        split: { column: 0, coding: { kind: 'partition', first: 1 } },
        image: [],
        path: 1,
        needs: [],
      },
      labels: [...splitsOf.keys()],
    },
  ];
}

function isSplitNumber(text: string): boolean {
  return /^[123]$/.test(text);
}
