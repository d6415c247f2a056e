// The texts of a dataset one by one: of one length, of any length, or as arrays of letters that are referred to.
// Must not know what they mean.

import { datasetAt, type Hdf5Dataset, strideOf } from './dataset';
import { elementsOf, openElements } from './elements';
import { Fields } from './fields';
import type { Hdf5File } from './file';
import { checkLength, GlobalHeap } from './globalHeap';
import { numberReader } from '../arrays/npyElements';

/** Letters of a whole matrix of them. */
const matrixLimit = 64 * 1024 * 1024;

/** The texts of a dataset of texts or of references to them, in order. */
export async function* hdf5Texts(file: Hdf5File, dataset: Hdf5Dataset): AsyncGenerator<string> {
  const { type, record } = dataset;
  if (isLetters(dataset)) {
    yield* rowsOfLetters(file, dataset);
    return;
  }
  const pull = await openElements(file, dataset);
  const heap = new GlobalHeap(file);
  const stride = strideOf(dataset);
  for (let left = elementsOf(dataset); left > 0; left -= 1) {
    const bytes = (await pull.take(stride)).slice();
    if (bytes.length < stride) throw new RangeError('its data is cut off');
    const fields = new Fields(bytes, file.widths, record?.offset ?? 0);
    if (type.use === 'plain') {
      const text = fields.text(type.size);
      yield type.blanks === true ? text.trimEnd() : text;
    } else if (type.use === 'reference') yield await referred(file, fields.address());
    else yield await heap.text(fields.skip(4).address(), fields.int());
  }
}

/** True for MATLAB's matrix of letters. */
export function isLetters({ matlab, type }: Hdf5Dataset): boolean {
  return matlab === 'char' && type.use === 'plain' && type.size === 2;
}

/** A text a row of the matrix, which lies in the file column by column. */
async function* rowsOfLetters(file: Hdf5File, dataset: Hdf5Dataset): AsyncGenerator<string> {
  const [columns, rows = 1] = dataset.shape;
  const letters = elementsOf(dataset);
  if (letters * 2 > matrixLimit) throw new RangeError(`it has ${letters} letters`);
  const bytes = (await (await openElements(file, dataset)).take(letters * 2)).slice();
  if (bytes.length < letters * 2) throw new RangeError('its data is cut off');
  const view = new DataView(bytes.buffer);
  const little = dataset.type.use === 'plain' && dataset.type.little;
  for (let row = 0; row < rows; row += 1) {
    const codes = Array.from({ length: columns }, (_, column) =>
      view.getUint16((column * rows + row) * 2, little),
    );
    yield codes
      .map((code) => String.fromCharCode(code))
      .join('')
      .trimEnd();
  }
}

/** MATLAB keeps what is in a cell or a field as an array of its own: of 16-bit letters, or of one number. */
async function referred(file: Hdf5File, address: number): Promise<string> {
  const dataset = await datasetAt(file, address);
  if (dataset?.type.use !== 'plain') return '';
  const letters = elementsOf(dataset);
  const isNumber =
    dataset.matlab === undefined ? dataset.type.size !== 2 : dataset.matlab !== 'char';
  if (isNumber) return letters === 1 ? numberOf(file, dataset) : '';
  if (dataset.type.size !== 2) return '';
  checkLength(letters);
  const bytes = await (await openElements(file, dataset)).take(letters * 2);
  return new TextDecoder(dataset.type.little ? 'utf-16le' : 'utf-16be').decode(bytes);
}

async function numberOf(file: Hdf5File, dataset: Hdf5Dataset): Promise<string> {
  const { type } = dataset;
  if (type.use !== 'plain' || type.kind === 'S') return '';
  const bytes = (await (await openElements(file, dataset)).take(type.size)).slice();
  if (bytes.length < type.size) throw new RangeError('its data is cut off');
  const read = numberReader({ ...type, fortran: false, shape: [1] });
  return read(new DataView(bytes.buffer), 0).toString();
}
