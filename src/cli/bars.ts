// A number as a bar of Unicode blocks, exact to an eighth of a column.
// Must not know what is counted.

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

/** A bar of `width` columns for `most`; anything above 0 shows at least an eighth. */
export function bar(value: number, most: number, width: number): string {
  if (!(value > 0) || !(most > 0)) return '';
  const parts = Math.max(1, Math.round((Math.min(value, most) / most) * width * 8));
  return '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8];
}
