// An interval with its mean on a scale that all rows share, as a small picture; the text beside it says the same.
// Must not know the table.
import type { Ranked } from '../../src/core/training/events';

/** The scale of all rows, in shares. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export function spanOf(ranking: readonly Ranked[]): Span {
  const ends = ranking.flatMap(({ mean, interval }) => [mean, ...(interval ?? [])]);
  const [from, to] = [Math.max(0, Math.min(...ends)), Math.min(1, Math.max(...ends))];
  const room = Math.max(0.01, (to - from) * 0.05);
  return { from: from - room, to: to + room };
}

const width = 96;
const middle = 6;

export function intervalMark(
  mean: number,
  interval: readonly [number, number] | null,
  span: Span,
): SVGSVGElement {
  const x = (value: number): number => {
    const share = (value - span.from) / (span.to - span.from);
    return Math.min(1, Math.max(0, share)) * (width - 8) + 4;
  };
  const svg = make('svg', { viewBox: `0 0 ${width.toString()} 12`, class: 'interval' });
  svg.setAttribute('aria-hidden', 'true');
  if (interval !== null) {
    const [x1, x2] = interval.map(x);
    svg.append(make('line', { x1, x2, y1: middle, y2: middle }));
    for (const end of [x1, x2]) svg.append(make('line', { x1: end, x2: end, y1: 2, y2: 10 }));
  }
  svg.append(make('circle', { cx: x(mean), cy: middle, r: 3 }));
  return svg;
}

function make<Tag extends 'svg' | 'line' | 'circle'>(
  tag: Tag,
  attributes: Readonly<Record<string, string | number>>,
): SVGElementTagNameMap[Tag] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  return element;
}
