// Images that the program's own decoders do not read: what they are, by their first bytes, and what helps.
// Must not know who asks.

/** What to do about an image of another kind; undefined where nothing is known of the bytes. */
export function adviceFor(bytes: Uint8Array): string | undefined {
  const kind = kindOf(bytes);
  if (kind === undefined) return undefined;
  return kind.bySharp
    ? `it is ${kind.title}, which sharp reads: class-balance engines --set-up sharp`
    : `it is ${kind.title}, which nothing here reads: convert it to JPEG or PNG`;
}

interface ForeignKind {
  /** With its article. */
  readonly title: string;
  readonly bySharp: boolean;
}

const tiff: ForeignKind = { title: 'a TIFF image', bySharp: true };
const avif: ForeignKind = { title: 'an AVIF image', bySharp: true };
const animation: ForeignKind = { title: 'a WebP animation', bySharp: true };
// Builds of sharp leave HEVC out, whose patents cost.
const heic: ForeignKind = { title: 'an HEIC image', bySharp: false };
const jpeg2000: ForeignKind = { title: 'a JPEG 2000 image', bySharp: false };
const jpegXl: ForeignKind = { title: 'a JPEG XL image', bySharp: false };

function kindOf(bytes: Uint8Array): ForeignKind | undefined {
  const text = (from: number, to: number): string =>
    String.fromCharCode(...bytes.subarray(from, to));
  if (/^(?:II[*+]\0|MM\0[*+])/.test(text(0, 4))) return tiff;
  if (text(0, 4) === 'RIFF' && text(8, 16) === 'WEBPVP8X') return animation;
  if (text(0, 2) === '\u00ff\u000a' || text(4, 12) === 'JXL \r\n\u0087\n') return jpegXl;
  if (text(4, 8) === 'jP  ') return jpeg2000;
  if (text(4, 8) !== 'ftyp') return undefined;
  // Major and compatible brands: a file of AVIF may call itself a plain image of the family (mif1) first.
  const brands = text(8, Math.min(64, Math.max(16, bytes[3])));
  if (/avi[fs]/.test(brands)) return avif;
  return /heic|heix|hevc|heim|heis|mif1|msf1/.test(brands) ? heic : undefined;
}
