// Colours, where the output has them.
// Must not know what is painted.

import type { Output } from './io';

type Brush = (text: string) => string;

export interface Paint {
  readonly bold: Brush;
  readonly dim: Brush;
  readonly bar: Brush;
  readonly warning: Brush;
  readonly error: Brush;
}

/** Brushes that leave text alone where the output takes no colours. */
export function paintFor(out: Output): Paint {
  const brush =
    (on: number, off: number): Brush =>
    (text) =>
      out.hasColours ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: brush(1, 22),
    dim: brush(2, 22),
    bar: brush(36, 39),
    warning: brush(33, 39),
    error: brush(31, 39),
  };
}
