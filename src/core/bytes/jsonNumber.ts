// The grammar of JSON numbers over bytes, and their values.
// Knows nothing of where a number stands.

const decoder = new TextDecoder();

const isDigit = (byte: number): boolean => byte >= 48 && byte <= 57;

/** Whether a byte can stand in a number at all: digits, sign, point, exponent. */
export function isNumberByte(byte: number): boolean {
  return isDigit(byte) || byte === 45 || byte === 46 || byte === 43 || byte === 69 || byte === 101;
}

/** Whether `bytes[0, end)` is a number as RFC 8259 section 6 has it. */
export function isJsonNumber(bytes: Uint8Array, end: number): boolean {
  let at = bytes[0] === 45 ? 1 : 0;
  const digits = (): boolean => {
    const from = at;
    while (at < end && isDigit(bytes[at])) at++;
    return at > from;
  };
  const leadingZero = bytes[at] === 48;
  const first = at;
  if (!digits() || (leadingZero && at > first + 1)) return false;
  if (at < end && bytes[at] === 46) {
    at++;
    if (!digits()) return false;
  }
  if (at < end && (bytes[at] === 69 || bytes[at] === 101)) {
    at++;
    if (at < end && (bytes[at] === 43 || bytes[at] === 45)) at++;
    if (!digits()) return false;
  }
  return at === end;
}

/** The value of a number that {@link isJsonNumber} accepts; a short integer costs no string. */
export function numberValue(bytes: Uint8Array, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    if (!isDigit(bytes[i]) || i - start > 14) {
      return Number(decoder.decode(bytes.subarray(start, end)));
    }
    value = value * 10 + bytes[i] - 48;
  }
  return value;
}
