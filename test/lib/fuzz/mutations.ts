// Seeded damage to label files: what a broken disk, a cut download or an attacker makes of them.
// Must not know formats. The same seed gives the same bytes.

export type Files = Readonly<Record<string, Uint8Array>>;

/** mulberry32: whole numbers from 0 up to, not including, `below`. */
export type Dice = (below: number) => number;

export function dice(seed: number): Dice {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

type Damage = (bytes: Uint8Array, roll: Dice) => Uint8Array;

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** First and last byte of a stretch, most often a short one. */
function stretch(bytes: Uint8Array, roll: Dice): readonly [number, number] {
  const start = roll(bytes.length);
  const longest = [8, 64, 1024, bytes.length][roll(4)];
  return [start, Math.min(bytes.length, start + 1 + roll(longest))];
}

/** Numbers where sizes, counts and offsets go wrong. */
const lengths: readonly bigint[] = [
  0n,
  1n,
  0x7fn,
  0x80n,
  0xffn,
  0x7fffn,
  0xffffn,
  0x7fff_ffffn,
  0x8000_0000n,
  0xffff_fff0n,
  0xffff_ffffn,
  0x7fff_ffff_ffff_ffffn,
  0xffff_ffff_ffff_ffffn,
];

/** What makes a text reader nest, gather or repeat. */
const texts: readonly string[] = [
  '[',
  '{"a":',
  '<a>',
  '(',
  '"',
  '9',
  '0 ',
  ',',
  '\n',
  '\r\n\r\n',
  '\u0000',
  '-1 ',
  '1e999,',
  'NaN,',
  '&amp;',
  '- ',
  ': &a *a\n',
  "\\'",
  '%',
];

const damages: readonly Damage[] = [
  function flip(bytes, roll) {
    const bad = bytes.slice();
    for (let times = 1 + roll(8); times > 0; times -= 1) bad[roll(bad.length)] ^= 1 << roll(8);
    return bad;
  },
  function overwrite(bytes, roll) {
    const bad = bytes.slice();
    for (let times = 1 + roll(4); times > 0; times -= 1) bad[roll(bad.length)] = roll(256);
    return bad;
  },
  function truncate(bytes, roll) {
    return bytes.slice(0, roll(bytes.length));
  },
  function behead(bytes, roll) {
    return bytes.slice(roll(Math.min(bytes.length, 64)));
  },
  function duplicate(bytes, roll) {
    const [start, end] = stretch(bytes, roll);
    const times = [1, 2, 30][roll(3)];
    const copies = Array.from({ length: times }, () => bytes.subarray(start, end));
    return joined(bytes.subarray(0, end), ...copies, bytes.subarray(end));
  },
  function remove(bytes, roll) {
    const [start, end] = stretch(bytes, roll);
    return joined(bytes.subarray(0, start), bytes.subarray(end));
  },
  function move(bytes, roll) {
    const [start, end] = stretch(bytes, roll);
    const to = roll(bytes.length);
    const bad = bytes.slice();
    bad.set(bytes.subarray(start, Math.min(end, start + bytes.length - to)), to);
    return bad;
  },
  function blank(bytes, roll) {
    return bytes.slice().fill(roll(2) * 255, ...stretch(bytes, roll));
  },
  function hugeLength(bytes, roll) {
    const bad = bytes.slice();
    const width = [1, 2, 4, 8][roll(4)];
    const value = lengths[roll(lengths.length)];
    const isLittle = roll(2) === 0;
    // Structures stand at the ends of files more often than in their middle.
    const place = [roll(bad.length), roll(Math.min(256, bad.length)), bad.length - 1 - roll(256)];
    const at = Math.max(0, place[roll(3)]);
    for (let byte = 0; byte < width && at + byte < bad.length; byte += 1) {
      const shift = BigInt(8 * (isLittle ? byte : width - 1 - byte));
      bad[at + byte] = Number((value >> shift) & 0xffn);
    }
    return bad;
  },
  function flood(bytes, roll) {
    const at = roll(bytes.length);
    const text = texts[roll(texts.length)].repeat([3, 300, 30_000][roll(3)]);
    return joined(bytes.subarray(0, at), new TextEncoder().encode(text), bytes.subarray(at));
  },
];

/** Damage that repeats bytes is not added to more than this. */
const longest = 1 << 20;

/** The files with one to twelve damages to one of them, or with two files' contents changed for each other. */
export function damaged(files: Files, seed: number): Files {
  const paths = Object.keys(files)
    .filter((path) => files[path].length > 0)
    .sort();
  // Each fixture is damaged in a way of its own.
  const names = new TextEncoder().encode(paths.join());
  const roll = dice(names.reduce((sum, byte) => Math.imul(sum, 31) + byte, seed));
  if (paths.length === 0) return files;
  const path = paths[roll(paths.length)];
  if (roll(24) === 0) {
    const other = paths[roll(paths.length)];
    return { ...files, [path]: files[other], [other]: files[path] };
  }
  let bytes = files[path];
  for (let times = [1, 2, 3, 12][roll(4)]; times > 0; times -= 1) {
    if (bytes.length === 0 || bytes.length > longest) break;
    bytes = damages[roll(damages.length)](bytes, roll);
  }
  return { ...files, [path]: bytes };
}
