// The row filters of PNG (w3.org/TR/png, section 9) undone; a loop each, since masks have millions of bytes.
// Must not know pixels: bytes only.

/**
 * Undoes a filter in place.
 * @param filter 0 none, 1 left, 2 above, 3 average, 4 Paeth.
 * @param above the row before, unfiltered, of the same length; zeros for the first.
 * @param back bytes to the pixel on the left.
 */
export function unfilter(filter: number, row: Uint8Array, above: Uint8Array, back: number): void {
  if (filter === 1) for (let at = back; at < row.length; at += 1) row[at] += row[at - back];
  else if (filter === 2) for (let at = 0; at < row.length; at += 1) row[at] += above[at];
  else if (filter === 3) average(row, above, back);
  else if (filter === 4) paeth(row, above, back);
}

function average(row: Uint8Array, above: Uint8Array, back: number): void {
  for (let at = 0; at < row.length; at += 1) {
    const left = at >= back ? row[at - back] : 0;
    row[at] += (left + above[at]) >> 1;
  }
}

function paeth(row: Uint8Array, above: Uint8Array, back: number): void {
  for (let at = 0; at < row.length; at += 1) {
    const left = at >= back ? row[at - back] : 0;
    const corner = at >= back ? above[at - back] : 0;
    row[at] += nearest(left, above[at], corner);
  }
}

function nearest(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
