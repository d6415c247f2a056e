// The bytes that JSON is made of, and quick looks at them.
// Must not know what reads them.

export const QUOTE: u8 = 34;
export const COMMA: u8 = 44;
export const MINUS: u8 = 45;
export const COLON: u8 = 58;
export const OPEN_BRACKET: u8 = 91;
export const BACKSLASH: u8 = 92;
export const CLOSE_BRACKET: u8 = 93;
export const OPEN_BRACE: u8 = 123;
export const CLOSE_BRACE: u8 = 125;

export function isHex(byte: u8): bool {
  const letter = byte | 32;
  return (byte >= 48 && byte <= 57) || (letter >= 97 && letter <= 102);
}

/** Set for each byte that is no digit, sign, blank, comma or the like: what numbers in arrays consist of. */
export function notPlain(at: u32): v128 {
  const bytes = v128.load(at);
  return v128.or(
    i8x16.eq(bytes, i8x16.splat(QUOTE)),
    i8x16.gt_u(i8x16.sub(bytes, i8x16.splat(32)), i8x16.splat(58)),
  );
}
