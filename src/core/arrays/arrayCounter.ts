// Counts the elements of one array of labels, of one-hot rows or of mask pixels.
// Must not know where the bytes come from.

import { ByteBuffer } from '../bytes/byteBuffer';
import type { Pull } from '../bytes/pull';
import type { SplitName } from '../model';
import type { Tally } from '../tally';
import { type ArrayReading, suits } from './arrayReading';
import { LabelValues } from './labelValues';
import { elementCount, type NpyArray, readNpyHeader, strideOf } from './npyHeader';
import { isNoLabel } from './noLabel';
import { numberReader, textReader } from './npyElements';
import { eachRecord, truncated } from './records';

export interface ArrayPlace {
  readonly tally: Tally;
  readonly split: SplitName;
  readonly file: string;
}

type OnElement = (view: DataView, at: number) => void;

/** Counts an array from its header on; `file` may be followed by the array's name in an archive. */
export async function countArray(
  reading: ArrayReading,
  pull: Pull,
  place: ArrayPlace,
  signal: AbortSignal,
): Promise<void> {
  const array = await readNpyHeader(pull);
  if (array === undefined) {
    truncated(place.tally, place.file, pull.offset, 'it has no whole NPY header');
    return;
  }
  if ('refused' in array || !suits(reading, array)) {
    refuse(place, 'refused' in array ? array.refused : 'it is not what it was when it was found');
    return;
  }
  await countElements(reading, array, pull, place, signal);
}

/** Counts the elements of an array whose header is known. */
export async function countElements(
  reading: ArrayReading,
  array: NpyArray,
  pull: Pull,
  place: ArrayPlace,
  signal: AbortSignal,
): Promise<void> {
  const counter = counterFor(reading, array, place);
  const wanted = elementCount(array);
  const offset = array.field?.offset ?? 0;
  const onRecord: OnElement =
    offset === 0
      ? counter.element
      : (view, at) => {
          counter.element(view, at + offset);
        };
  const run = { size: strideOf(array), count: wanted, onRecord };
  const { records } = await eachRecord(pull, run, signal);
  counter.end();
  if (records >= wanted) return;
  const what = `the array should hold ${wanted} values, ${records} are there`;
  truncated(place.tally, place.file, pull.offset, what);
}

/** Says why an array is not read. */
export function refuse({ tally, file }: Omit<ArrayPlace, 'split'>, reason: string): void {
  const message = `The array was not read: ${reason}.`;
  tally.problem({ code: 'array-refused', severity: 'warning', file, message });
}

interface Counter {
  readonly element: OnElement;
  readonly end: () => void;
}

function counterFor(reading: ArrayReading, array: NpyArray, place: ArrayPlace): Counter {
  if (reading.use === 'one-hot')
    return oneHot(reading.byColumn === true ? turned(array) : array, place);
  if (reading.use === 'pixels') return pixels(reading, array, place);
  return reading.text ? texts(array, place) : numbers(reading, array, place);
}

function numbers(reading: ArrayReading, array: NpyArray, place: ArrayPlace): Counter {
  const { ignoreNegative } = reading;
  const read = numberReader(array);
  const ignore = (value: number): boolean => ignoreNegative && isNoLabel(value);
  const values = new LabelValues(place.tally, place.split, place.file, ignore);
  return {
    element: (view, at) => {
      values.add(read(view, at));
    },
    end: () => {
      values.end();
    },
  };
}

function texts(array: NpyArray, { tally, split: name, file }: ArrayPlace): Counter {
  const read = textReader(array);
  const split = tally.split(name);
  const out = new ByteBuffer();
  let samples = 0;
  return {
    element: (view, at) => {
      read(view, at, out);
      samples += 1;
      split.samples += 1;
      const label = out.length === 0 ? -1 : tally.labels.indexOf(out.bytes, 0, out.length);
      if (label < 0) split.unlabelled += 1;
      else split.add(label);
      split.recorder?.end(file, samples);
    },
    end: () => undefined,
  };
}

/** Rows whose ones are summed up; one byte a row is kept, so that column order may come first. */
function oneHot(array: NpyArray, { tally, split: name, file }: ArrayPlace): Counter {
  const read = numberReader(array);
  const split = tally.split(name);
  const [rows, columns] = array.shape;
  const labels = Array.from({ length: columns }, (_, at) => tally.labels.indexOfText(`${at}`));
  let ones = new Uint8Array(1024);
  let seen = 0;
  let element = 0;
  return {
    element: (view, at) => {
      const row = array.fortran ? element % rows : Math.floor(element / columns);
      const column = array.fortran ? Math.floor(element / rows) : element % columns;
      element += 1;
      if (row >= ones.length) ones = doubled(ones);
      seen = Math.max(seen, row + 1);
      if (read(view, at) !== 1) return;
      ones[row] = Math.min(2, ones[row] + 1);
      split.add(labels[column]);
      split.recorder?.park(row);
    },
    end: () => {
      split.samples += seen;
      for (let row = 0; row < seen; row += 1) {
        if (ones[row] === 0) split.unlabelled += 1;
        if (ones[row] > 1) tally.traits.add('multi-label');
        split.recorder?.endParked(row, file, row + 1);
      }
    },
  };
}

/** Columns as rows: the same bytes read the other way. */
function turned(array: NpyArray): NpyArray {
  return { ...array, shape: array.shape.toReversed(), fortran: !array.fortran };
}

function doubled(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

/** Pixels of N images, image by image. */
function pixels(reading: ArrayReading, array: NpyArray, place: ArrayPlace): Counter {
  const { ignore255, ignoreNegative } = reading;
  const { tally, file } = place;
  const split = tally.split(place.split);
  const read = numberReader(array);
  const ignore = (value: number): boolean =>
    (ignore255 && value === 255) || (ignoreNegative && isNoLabel(value));
  const values = new LabelValues(tally, place.split, file, ignore);
  const { shape } = array;
  const inImage = shape.length === 2 ? shape : shape.slice(1);
  const perImage = inImage.reduce((product, dim) => product * dim, 1);
  tally.traits.add('images');
  let at = 0;
  return {
    element: (view, offset) => {
      if (at % perImage === 0) {
        split.beginImage();
        split.samples += 1;
      }
      at += 1;
      const label = values.labelOf(read(view, offset));
      if (label >= 0) split.addInImage(label);
      if (at % perImage === 0) split.recorder?.end(file, at / perImage);
    },
    end: () => {
      if (at % perImage > 0) split.recorder?.end(file, Math.ceil(at / perImage));
    },
  };
}
