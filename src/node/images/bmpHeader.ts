// The header of a Windows bitmap: size, coding, palette and masks.
// Must not know pixels.

import type { Size } from './image';

export interface BmpHeader extends Size {
  readonly topDown: boolean;
  readonly bits: number;
  /** 0 plain, 1 runs of bytes, 2 runs of half bytes, 3 and 6 masks. */
  readonly coding: number;
  readonly pixels: number;
  /** Where the palette begins, bytes a colour of it, and how many there are. */
  readonly palette: { readonly at: number; readonly size: 3 | 4; readonly count: number };
  readonly masks: readonly [number, number, number];
}

const codings: Readonly<Record<number, readonly number[]>> = {
  0: [1, 4, 8, 16, 24, 32],
  1: [8],
  2: [4],
  3: [16, 24, 32],
  6: [16, 24, 32],
};
/** Of the oldest header, and of the one that all later ones begin with. */
const [oldLength, usualLength, longestLength] = [12, 40, 1024];

/** Undefined where the bytes are no bitmap that can be read. */
export function bmpHeader(bytes: Uint8Array): BmpHeader | undefined {
  if (bytes[0] !== 0x42 || bytes[1] !== 0x4d || bytes.length < 30) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(14, true);
  const isKnown = length === oldLength || (length >= usualLength && length <= longestLength);
  if (!isKnown || bytes.length < 14 + length) return undefined;
  const fields = length === oldLength ? oldFields(view) : usualFields(view);
  const { width, tall, bits, coding, used } = fields;
  if (!isSound(fields)) return undefined;
  const maskBytes = maskBytesOf(coding);
  if (maskBytes > 0 && bytes.length < 66) return undefined;
  const most = bits <= 8 ? 2 ** bits : 0;
  return {
    ...{ width, height: Math.abs(tall), topDown: tall < 0, bits, coding },
    pixels: view.getUint32(10, true),
    palette: {
      at: 14 + length + (length === usualLength ? maskBytes : 0),
      size: length === oldLength ? 3 : 4,
      count: used === 0 ? most : Math.min(used, most),
    },
    masks: maskBytes > 0 ? masksIn(view) : usualMasks(bits),
  };
}

interface Fields {
  readonly width: number;
  /** Negative where the rows come from above. */
  readonly tall: number;
  readonly bits: number;
  readonly coding: number;
  /** Colours of the palette; 0 for as many as there can be. */
  readonly used: number;
}

function isSound({ width, tall, bits, coding }: Fields): boolean {
  return coding in codings && codings[coding].includes(bits) && width > 0 && tall !== 0;
}

/** Of the masks behind a header that does not hold them itself. */
function maskBytesOf(coding: number): number {
  if (coding === 3) return 12;
  return coding === 6 ? 16 : 0;
}

function oldFields(view: DataView): Fields {
  const [width, tall, bits] = [18, 20, 24].map((at) => view.getUint16(at, true));
  return { width, tall, bits, coding: 0, used: 0 };
}

function usualFields(view: DataView): Fields {
  return {
    width: view.getInt32(18, true),
    tall: view.getInt32(22, true),
    bits: view.getUint16(28, true),
    coding: view.getUint32(30, true),
    used: view.getUint32(46, true),
  };
}

function masksIn(view: DataView): BmpHeader['masks'] {
  return [view.getUint32(54, true), view.getUint32(58, true), view.getUint32(62, true)];
}

function usualMasks(bits: number): BmpHeader['masks'] {
  return bits === 16 ? [0x7c00, 0x3e0, 0x1f] : [0xff0000, 0xff00, 0xff];
}
