// What the values of a mask mean: the class itself, a class times 1000 and an instance, or a colour of a map.
// Must not know files; plain JSON, from detection to count.

import type { PngHeader } from './png';
import type { MaskClass } from './colourMap';

export interface MaskReading {
  /** `value`: gray value or palette index; `instance`: Cityscapes instanceIds; `colour`: RGB. */
  readonly use: 'value' | 'instance' | 'colour';
  /** 255 means no class: void, or the border of an object. */
  readonly ignore255: boolean;
  /** Classes of the colour map, by their place; empty where there is none. */
  readonly classes: readonly MaskClass[];
}

/** Turns values of one image into labels. */
export class MaskLabels {
  readonly #byColour = new Map<number, string>();
  readonly #byValue = new Map<number, string>();

  constructor(private readonly reading: MaskReading) {
    for (const [at, { colour, value }] of reading.classes.entries()) {
      const id = (value ?? at).toString();
      if (colour !== undefined && !this.#byColour.has(colour)) this.#byColour.set(colour, id);
      else if (value !== undefined) this.#byValue.set(value, id);
    }
  }

  /** The label of a value; undefined where it is to be ignored. */
  labelOf(value: number, header: PngHeader): string | undefined {
    const { use, ignore255 } = this.reading;
    const isColour = header.colour === 2 || header.colour === 6;
    if (isColour) return this.#byColour.get(value) ?? hex(value);
    if (use === 'instance') return (value < 1000 ? value : Math.floor(value / 1000)).toString();
    if (header.colour === 3 && this.#byColour.size > 0) return this.#ofPalette(value, header);
    if (ignore255 && value === 255) return undefined;
    if (value >= this.reading.classes.length && header.depth === 8) {
      // A gray picture drawn with the map's colours.
      const drawn = this.#byColour.get(value * 0x010101);
      if (drawn !== undefined) return drawn;
    }
    return value.toString();
  }

  #ofPalette(index: number, { palette }: PngHeader): string | undefined {
    const at = index * 3;
    if (at + 2 >= palette.length) return index.toString();
    const colour = (palette[at] << 16) | (palette[at + 1] << 8) | palette[at + 2];
    const known = this.#byColour.get(colour);
    if (known !== undefined) return known;
    return this.reading.ignore255 && index === 255 ? undefined : index.toString();
  }
}

function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}
