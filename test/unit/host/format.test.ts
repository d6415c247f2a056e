import { expect, test } from 'vitest';
import { numberFormat } from '../../../src/host/format';

test('numbers are written as the language does', () => {
  const english = numberFormat('en');
  expect(english.whole(12_345)).toBe('12,345');
  expect(english.weight(0.012345)).toBe('0.0123');
  expect(english.share(0.4031)).toBe('40.3%');
  expect(english.share(0)).toBe('0%');
  expect(numberFormat('de').whole(12_345)).toBe('12.345');
});
