// NumPy arrays and archives through the whole pipeline.

import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { readArrayName } from '../../../../src/core/arrays/arrayNames';
import { npy } from '../../../../src/core/formats/npy';
import { npz } from '../../../../src/core/formats/npz';
import {
  expectHostileBytesBorne,
  expectSameForEveryCut,
  expectTruncationSaid,
} from '../../../lib/hostile';
import {
  countsOf,
  imagesOf,
  type MemoryFiles,
  problemsOf,
  scanMemory,
  splitsOf,
} from '../../../lib/scanMemory';

function array(descr: string, shape: string, data: Uint8Array, fortran = false): Uint8Array {
  const header = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': ${shape}, }\n`;
  const start = [0x93, ...strToU8('NUMPY'), 1, 0, header.length & 255, header.length >> 8];
  return Uint8Array.from([...start, ...strToU8(header), ...data]);
}

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const u1 = (...values: readonly number[]) => array('|u1', `(${values.length},)`, bytes(...values));
const scanned = async (files: MemoryFiles) => (await scanMemory([npy, npz], files)).datasets;

describe('a NumPy array', () => {
  test('of integers, text or one-hot rows is counted', async () => {
    const [plain] = await scanned({ 'y.npy': u1(3, 1, 3) });
    expect(countsOf(plain)).toEqual({ 1: 1, 3: 2 });
    const text = bytes(...strToU8('cat'), ...strToU8('dog'), ...strToU8('ox'), 0);
    const [words] = await scanned({ 'labels.npy': array('|S3', '(3, 1)', text) });
    expect(countsOf(words)).toEqual({ cat: 1, dog: 1, ox: 1 });
    const rows = array('|b1', '(3, 2)', bytes(1, 1, 0, 1, 0, 0));
    const [hot] = await scanned({ 'targets.npy': rows });
    expect(hot).toMatchObject({ multiLabel: true, samples: 3, unlabelled: 1 });
    expect(countsOf(hot)).toEqual({ 0: 1, 1: 2 });
  });

  test('in Fortran order is read by columns', async () => {
    const columns = array('|u1', '(3, 2)', bytes(1, 1, 0, 0, 0, 1), true);
    const [dataset] = await scanned({ 'y.npy': columns });
    expect(countsOf(dataset)).toEqual({ 0: 2, 1: 1 });
    expect(dataset.multiLabel).toBe(false);
  });

  test('of floats that are no whole numbers is no array of labels', async () => {
    const half = new Uint8Array(new Float32Array([0.5, 1]).buffer);
    expect(await scanned({ 'y.npy': array('<f4', '(2,)', half) })).toEqual([]);
  });

  test('of objects is refused with what to do', async () => {
    const [dataset] = await scanned({ 'labels.npy': array('|O', '(2,)', bytes(0x80, 4)) });
    expect(dataset.status).toBe('offered');
    expect(dataset.problems[0].message).toContain('np.save');
  });

  test('cut short, damaged or of absurd size is borne', async () => {
    const files = { 'labels.npy': u1(0, 1, 2, 1, 0, 2) };
    await expectSameForEveryCut(npy, files);
    expect(await expectTruncationSaid(npy, files, 'labels.npy')).toContain('truncated');
    await expectHostileBytesBorne(npy, files, 'labels.npy');
    const huge = array('|u1', '(4000000000, 2)', bytes(1, 0), true);
    expect(problemsOf((await scanned({ 'y.npy': huge }))[0])[0]).toMatch(/^truncated y\.npy:1:/);
  });
});

describe('a NumPy archive', () => {
  const files = {
    'data.npz': zipSync({
      'x_train.npy': array('|u1', '(3, 2, 2)', new Uint8Array(12)),
      'y_train.npy': u1(0, 1, 1),
      'y_test.npy': [u1(1), { level: 0 }],
    }),
  };

  test('has the splits of its keys', async () => {
    const [dataset] = await scanned(files);
    expect(dataset.unit).toBe('image');
    expect(splitsOf(dataset)).toEqual({ train: { 0: 1, 1: 2 }, test: { 1: 1 } });
    await expectSameForEveryCut(npz, files);
  });

  test('with all labels beside those of the splits does not add them up', async () => {
    const zip = zipSync({ 'y.npy': u1(0, 1), 'y_train.npy': u1(0), 'y_test.npy': u1(1) });
    const all = await scanned({ 'data.npz': zip });
    expect(all.map(({ samples }) => samples)).toEqual([2, 2]);
  });

  test('of masks counts pixels and images', async () => {
    const masks = array('|u1', '(2, 1, 3)', bytes(0, 1, 255, 0, 0, 0));
    const [dataset] = await scanned({ 'seg.npz': zipSync({ 'train_masks.npy': masks }) });
    expect(countsOf(dataset)).toEqual({ 0: 4, 1: 1 });
    expect(imagesOf(dataset)).toEqual({ 0: 2, 1: 1 });
  });

  test('of unnamed arrays takes the one that fits the other', async () => {
    const zip = zipSync({
      'arr_0.npy': array('|u1', '(4, 2)', bytes(9, 3, 9, 3, 1, 1, 5, 5)),
      'arr_1.npy': u1(0, 1, 1, 0),
    });
    expect(countsOf((await scanned({ 'a.npz': zip }))[0])).toEqual({ 0: 2, 1: 2 });
  });

  test('cut short or damaged is borne', async () => {
    await expectTruncationSaid(npz, files, 'data.npz');
    await expectHostileBytesBorne(npz, files, 'data.npz');
  });
});

test.each([
  ['y_train', 'labels', 'train'],
  ['ytest', 'labels', 'test'],
  ['val_labels', 'labels', 'val'],
  ['trainLabels', 'labels', 'train'],
  ['label_names', 'names', 'all'],
  ['class_weights', 'other', 'all'],
  ['y_pred', 'other', 'all'],
  ['X_train', 'other', 'train'],
  ['test_masks', 'masks', 'test'],
  ['arr_0', 'unknown', 'all'],
])('the name %s promises %s of %s', (name, role, split) => {
  expect(readArrayName(name)).toMatchObject({ role, split });
});
