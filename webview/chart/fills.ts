// How bars are filled: bands differ by pattern as well as by colour.
// Must not know the chart or the classes.
import type { Theme } from './theme';

export type Fill = string | CanvasPattern;

export interface Fills {
  readonly many: Fill;
  readonly medium: Fill;
  readonly few: Fill;
  readonly dim: Fill;
}

const tile = 6;

/** @param wide true where columns are wide enough to show a pattern; else medium is a lighter tone. */
export function fillsOf(theme: Theme, wide: boolean): Fills {
  const light = `color-mix(in srgb, ${theme.many} 55%, ${theme.background})`;
  return {
    many: theme.many,
    medium: wide ? (hatch(theme.many, theme.background) ?? light) : light,
    few: wide ? (dots(theme.few, theme.background) ?? theme.few) : theme.few,
    dim: theme.dim,
  };
}

/** Diagonal stripes. */
export function hatch(ink: string, paper: string): CanvasPattern | null {
  return pattern(ink, paper, (context) => {
    context.lineWidth = 2.4;
    context.lineCap = 'square';
    context.beginPath();
    for (const shift of [-tile, 0, tile]) {
      context.moveTo(shift, tile);
      context.lineTo(shift + tile, 0);
    }
    context.stroke();
  });
}

/** Dots of background in a field of ink. */
export function dots(ink: string, paper: string): CanvasPattern | null {
  return pattern(paper, ink, (context) => {
    for (const [x, y] of [
      [1.5, 1.5],
      [4.5, 4.5],
    ]) {
      context.beginPath();
      context.arc(x, y, 0.9, 0, 2 * Math.PI);
      context.fill();
    }
  });
}

function pattern(
  ink: string,
  paper: string,
  draw: (context: CanvasRenderingContext2D) => void,
): CanvasPattern | null {
  const ratio = window.devicePixelRatio || 1;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = Math.round(tile * ratio);
  const context = canvas.getContext('2d');
  if (context === null) return null;
  context.scale(canvas.width / tile, canvas.height / tile);
  context.fillStyle = paper;
  context.fillRect(0, 0, tile, tile);
  context.fillStyle = context.strokeStyle = ink;
  draw(context);
  const made = context.createPattern(canvas, 'repeat');
  made?.setTransform(new DOMMatrix().scale(tile / canvas.width));
  return made;
}
