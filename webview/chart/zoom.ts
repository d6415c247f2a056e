// Which stretch of the classes the chart shows: zoomed in around a point, moved along, within bounds.
// Must not know the DOM or the classes.

/** Positions in the display order, `from` inclusive, `to` exclusive. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** A chart of fewer classes would show next to nothing. */
const least = 5;

/** The stretch within `total` classes; undefined where it would be all of them. */
export function fitStretch(wanted: Stretch | undefined, total: number): Stretch | undefined {
  if (wanted === undefined) return undefined;
  const length = Math.max(Math.min(least, total), Math.round(wanted.to - wanted.from));
  if (length >= total) return undefined;
  const from = Math.min(Math.max(0, Math.round(wanted.from)), total - length);
  return { from, to: from + length };
}

/**
 * Shows `factor` times as many classes, with the one at `at` (0 left edge, 1 right) staying in its place.
 * @param factor below 1 zooms in.
 */
export function zoomed(
  now: Stretch | undefined,
  total: number,
  factor: number,
  at = 0.5,
): Stretch | undefined {
  const { from, to } = now ?? { from: 0, to: total };
  const length = Math.max(Math.min(least, total), (to - from) * factor);
  const centre = from + (to - from) * at;
  return fitStretch({ from: centre - length * at, to: centre + length * (1 - at) }, total);
}

/** Moves along by a part of what is shown; negative to the left. */
export function moved(now: Stretch | undefined, total: number, part: number): Stretch | undefined {
  if (now === undefined) return undefined;
  const by = Math.sign(part) * Math.max(1, Math.round((now.to - now.from) * Math.abs(part)));
  return fitStretch({ from: now.from + by, to: now.to + by }, total);
}

/** What a key does to the stretch; `null` where it is none of the chart's. */
export function afterKey(
  key: string,
  now: Stretch | undefined,
  total: number,
): Stretch | undefined | null {
  switch (key) {
    case '+':
    case '=':
      return zoomed(now, total, 0.5);
    case '-':
    case '_':
      return zoomed(now, total, 2);
    case '0':
    case 'Escape':
      return now === undefined ? null : undefined;
    case 'ArrowLeft':
      return now === undefined ? null : moved(now, total, -0.1);
    case 'ArrowRight':
      return now === undefined ? null : moved(now, total, 0.1);
    case 'Home':
      return now === undefined ? null : fitStretch({ from: 0, to: now.to - now.from }, total);
    case 'End':
      return now === undefined
        ? null
        : fitStretch({ from: total - (now.to - now.from), to: total }, total);
    default:
      return null;
  }
}
