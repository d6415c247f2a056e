// Label files are hostile input: whatever is done to their bytes, a scan ends, fails nowhere and counts nothing absurd.
// FUZZ_SEEDS scans each fixture so many times, FUZZ_FIRST is the first seed, FUZZ_ONLY a part of fixtures' names.
import { expect, test } from 'vitest';
import { ownFixtures } from '../lib/fixtures';
import { damaged } from '../lib/fuzz/mutations';
import { fuzz } from '../lib/fuzz/run';

const { FUZZ_SEEDS = '8', FUZZ_FIRST = '1', FUZZ_ONLY = '' } = process.env;
const seeds = Array.from({ length: Number(FUZZ_SEEDS) }, (_, at) => Number(FUZZ_FIRST) + at);
const chosen = ownFixtures().filter(({ name }) => name.includes(FUZZ_ONLY));

test('damaged fixtures are scanned to an end, without failures or absurd counts', async () => {
  expect(await fuzz(chosen, seeds)).toEqual([]);
}, 3_600_000);

test('damage is the same for the same seed, and changes something', () => {
  const files = { 'labels.csv': new TextEncoder().encode('file,label\na.jpg,cat\nb.jpg,dog\n') };
  const many = Array.from({ length: 50 }, (_, seed) => damaged(files, seed)['labels.csv']);
  expect(Array.from({ length: 50 }, (_, seed) => damaged(files, seed)['labels.csv'])).toEqual(many);
  expect(new Set(many.map(String)).size).toBeGreaterThan(40);
});
