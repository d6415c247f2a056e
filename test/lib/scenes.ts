// Pictures that differ as photographs do, and near-duplicates of them: brighter, or of another size.
// Must not know what they are used for.

import { grayPng } from './png';

/** The picture with this number, `side` pixels a side; `brighter` from 0 (the same) up. */
export function scene(number: number, side = 48, brighter = 0): Uint8Array {
  const turn = (k: number): number => Math.sin(number * 12.9898 + k * 78.233);
  return grayPng(side, side, (at) => {
    const [x, y] = [((at % side) * 48) / side, (Math.floor(at / side) * 48) / side];
    let sum = 0;
    for (let k = 1; k <= 6; k++) {
      sum += Math.cos((x * (1 + 3 * turn(k)) + y * (1 + 3 * turn(-k))) / 9 + 6 * turn(10 * k));
    }
    return Math.max(0, Math.min(255, Math.round(118 + 18 * sum + brighter)));
  });
}

/** Class folders: `cat` with 40 pictures and 12 near-duplicates of some, `dog` with 20 pictures. */
export function scenesWithDuplicates(): Record<string, Uint8Array> {
  const files: Record<string, Uint8Array> = {};
  for (let at = 0; at < 40; at++) files[`cat/${at}.png`] = scene(at + 1);
  for (let at = 0; at < 12; at++) {
    files[`cat/again${at}.png`] = scene(at * 3 + 1, at % 2 === 0 ? 64 : 48, 12);
  }
  for (let at = 0; at < 20; at++) files[`dog/${at}.png`] = scene(100 + at);
  return files;
}
