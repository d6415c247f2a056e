import { describe, expect, test } from 'vitest';
import { reasonOf } from '../../../src/core/reason';

/** What the engine throws where a library reads bytes that make no sense. */
function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

const astray = 'its parts do not fit together';

describe('reasonOf', () => {
  test('tells what a reader says, without a second full stop', () => {
    expect(reasonOf(new Error('the footer is cut off.'))).toBe('the footer is cut off');
    expect(reasonOf(new RangeError('its data is cut off'))).toBe('its data is cut off');
  });

  test.each([
    ['a member of nothing', () => (undefined as unknown as { x: string }).x],
    ['a place behind the end', () => new DataView(new ArrayBuffer(1)).getInt32(0)],
    ['a length below zero', () => new Uint8Array(-1)],
    ['a list without end', () => new Array<string>(2 ** 33)],
    ['what is no error', () => Promise.reject.call(undefined)],
  ])('keeps a slip of the program to itself: %s', (_, work) => {
    expect(reasonOf(thrown(work))).toBe(astray);
  });
});
