// Structs that a dataset of an HDF5 file refers to, one a sample, each with a field of labels: SVHN's digitStruct.mat.
// Must not know files' names.

import { readArrayName } from '../arrays/arrayNames';
import type { ArrayPlace } from '../arrays/arrayCounter';
import { numberReader } from '../arrays/npyElements';
import { datasetAt, type Hdf5Dataset } from './dataset';
import { elementsOf, openElements } from './elements';
import { Fields } from './fields';
import type { Hdf5File } from './file';
import { type Link, linksOf, readMessages } from './objects';

/** Labels of one sample; more are damage. */
const mostLabels = 10_000;

/** The name of the field of labels in the first struct that the dataset refers to; undefined where there is none. */
export async function labelFieldOf(
  file: Hdf5File,
  dataset: Hdf5Dataset,
): Promise<string | undefined> {
  for await (const links of structs(file, dataset)) {
    return links.find(({ name }) => readArrayName(name).role === 'labels')?.name;
  }
  return undefined;
}

/** Counts every label of every struct, and the samples that hold a class. Rejects with a RangeError where data is damaged. */
export async function countStructs(
  file: Hdf5File,
  dataset: Hdf5Dataset,
  field: string,
  { tally, split: name, file: path }: ArrayPlace,
  signal: AbortSignal,
): Promise<void> {
  const split = tally.split(name);
  tally.traits.add('images');
  let row = 0;
  for await (const links of structs(file, dataset)) {
    signal.throwIfAborted();
    row += 1;
    split.samples += 1;
    split.beginImage();
    const link = links.find((one) => one.name === field);
    const labels = link === undefined ? [] : await numbersAt(file, addressIn(link));
    for (const label of labels) {
      if (Number.isInteger(label)) split.addInImage(tally.labels.indexOfText(label.toString()));
    }
    if (labels.length === 0) split.unlabelled += 1;
    split.recorder?.end(path, row);
  }
}

/** The members of each struct, in order. */
async function* structs(file: Hdf5File, dataset: Hdf5Dataset): AsyncGenerator<readonly Link[]> {
  for await (const address of references(file, dataset)) {
    yield await linksOf(file, await readMessages(file, address));
  }
}

async function* references(file: Hdf5File, dataset: Hdf5Dataset): AsyncGenerator<number> {
  const pull = await openElements(file, dataset);
  for (let left = elementsOf(dataset); left > 0; left -= 1) {
    const bytes = (await pull.take(dataset.type.size)).slice();
    if (bytes.length < dataset.type.size) throw new RangeError('its data is cut off');
    yield new Fields(bytes, file.widths).address();
  }
}

function addressIn({ name, to }: Link): number {
  if (to !== 'other file' && 'address' in to) return to.address;
  throw new RangeError(`its field ${name} lies elsewhere`);
}

/** One number, or references to one each. */
async function numbersAt(file: Hdf5File, address: number): Promise<number[]> {
  const dataset = await datasetAt(file, address);
  if (dataset === undefined) return [];
  const count = elementsOf(dataset);
  if (count > mostLabels) {
    throw new RangeError(
      `one of its samples has ${count} labels, more than the ${mostLabels} of a sample that is not damaged`,
    );
  }
  const numbers: number[] = [];
  if (dataset.type.use === 'reference') {
    for await (const one of references(file, dataset)) {
      const single = await datasetAt(file, one);
      if (single?.type.use === 'plain') numbers.push(...(await plainNumbers(file, single, 1)));
    }
  } else if (dataset.type.use === 'plain')
    numbers.push(...(await plainNumbers(file, dataset, count)));
  return numbers;
}

async function plainNumbers(
  file: Hdf5File,
  dataset: Hdf5Dataset,
  count: number,
): Promise<number[]> {
  const { type } = dataset;
  if (type.use !== 'plain' || type.kind === 'S') return [];
  const bytes = (await (await openElements(file, dataset)).take(count * type.size)).slice();
  if (bytes.length < count * type.size) throw new RangeError('its data is cut off');
  const view = new DataView(bytes.buffer);
  const read = numberReader({ ...type, fortran: false, shape: [count] });
  return Array.from({ length: count }, (_, at) => read(view, at * type.size));
}
