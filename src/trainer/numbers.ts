// Shares as people read them.
// Must not know what they are shares of.

/** `53.1 %`; a dash for what is not there. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${(share * 100).toFixed(1)} %`;
}

/** A difference of shares in points with its sign: `+1.2`, `−0.3`, `±0.0`. */
export function points(share: number | null): string {
  if (share === null) return '–';
  const text = (Math.abs(share) * 100).toFixed(1);
  if (text === '0.0') return '±0.0';
  return `${share < 0 ? '−' : '+'}${text}`;
}
