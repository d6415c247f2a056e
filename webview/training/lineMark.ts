// A short line in the ink of a curve, for legends and tables; looks come from the style sheet.
// Must not know what the curve is of.
import { dashOf } from './curveDrawing';

/** As many as the style sheet has classes `ink-0` … for; equals the theme's series. */
export const inks = 6;

export function lineMark(ink: number): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'line');
  svg.setAttribute('viewBox', '0 0 24 8');
  svg.setAttribute('class', `line-mark ink-${(ink % inks).toString()}`);
  svg.setAttribute('aria-hidden', 'true');
  for (const [name, value] of Object.entries({ x1: '0', x2: '24', y1: '4', y2: '4' })) {
    line.setAttribute(name, value);
  }
  line.setAttribute('stroke-dasharray', dashOf(ink, inks).join(' '));
  svg.append(line);
  return svg;
}
