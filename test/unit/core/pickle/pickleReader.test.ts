// Pickles that ask for too much or make no sense: they are given up with a reason, and nothing is ever run.

import { describe, expect, test } from 'vitest';
import { RangedPull } from '../../../../src/core/bytes/pull';
import { PickleMachine } from '../../../../src/core/pickle/pickleMachine';
import { readPickle } from '../../../../src/core/pickle/pickleReader';
import { opaque } from '../../../../src/core/pickle/pickleValue';

function read(text: string) {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  const slice = (start: number, end: number) => bytes.slice(start, end);
  return readPickle(new RangedPull(slice, 0, bytes.length));
}

describe('a pickle', () => {
  test.each([
    ['(lp0', 'it ends too early'],
    ['0.', 'its stack is empty'],
    ['l.', 'a mark is missing'],
    ['?.', 'the unknown opcode 63'],
    [`S'${'x'.repeat(5000)}'\n.`, 'a line of it is too long'],
    ['\x8a\x09\x01', 'it ends too early'],
    ['X\xff\xff\xff\x7fabc', 'it ends too early'],
  ])('%j is given up: %s', async (text, reason) => {
    await expect(read(text)).rejects.toThrow(reason);
  });

  test('that would call something gives an opaque value in its place', async () => {
    expect(await read("cos\nsystem\n(S'rm -rf /'\ntR.")).toBe(opaque);
    expect(await read('\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x02ls\x85R.')).toBe(opaque);
  });

  test('of more values than may be held is given up', () => {
    const machine = new PickleMachine();
    const fill = () => {
      for (let count = 0; count <= 1 << 23; count += 1) {
        machine.push(1);
        machine.drop();
      }
    };
    expect(fill).toThrow('it holds too many values');
  });
});
