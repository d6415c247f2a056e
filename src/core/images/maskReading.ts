// What the values of a mask mean: the class itself, a class and an instance in one number, or a colour of a map.
// Must not know files; plain JSON, from detection to count.

import type { PngHeader } from './png';
import type { MaskClass } from './colourMap';

export interface MaskReading {
  /**
   * `value`: gray value or palette index; `gray`: the same in three equal channels; `colour`: RGB;
   * `instance`: a class times 1000 and an object, or a class alone (Cityscapes, MOTS); `instance-256`: times 256 (KITTI);
   * `ade20k`: red / 10 * 256 + green.
   */
  readonly use: 'value' | 'gray' | 'colour' | 'instance' | 'instance-256' | 'ade20k';
  /** 255 means no class: void, or the border of an object. */
  readonly ignore255: boolean;
  /** Classes of the colour map, by their place; empty where there is none. */
  readonly classes: readonly MaskClass[];
}

/** Regions that MOTS leaves out of its evaluation. */
const motsIgnored = 10_000;

/** Turns values of one image into labels. */
export class MaskLabels {
  readonly #byColour = new Map<number, string>();
  readonly #byValue = new Map<number, string>();
  /** The map's colours are grays: gray pictures are drawn with them. */
  readonly #drawnGray: boolean;

  constructor(private readonly reading: MaskReading) {
    const { classes } = reading;
    this.#drawnGray =
      classes.length > 0 && classes.every(({ colour }) => colour !== undefined && isGray(colour));
    for (const [at, { colour, value }] of classes.entries()) {
      const id = (value ?? at).toString();
      if (colour !== undefined && !this.#byColour.has(colour)) this.#byColour.set(colour, id);
      else if (value !== undefined) this.#byValue.set(value, id);
    }
  }

  /** The label of a value; undefined where it is to be ignored. */
  labelOf(value: number, header: PngHeader): string | undefined {
    if (header.colour === 2 || header.colour === 6) return this.#ofColour(value);
    if (this.reading.use.startsWith('instance')) return this.#ofInstance(value);
    if (header.colour === 3 && this.#byColour.size > 0) return this.#ofPalette(value, header);
    if (this.#isIgnored(value)) return undefined;
    if ((this.#drawnGray || value >= this.reading.classes.length) && header.depth === 8) {
      const drawn = this.#byColour.get(value * 0x010101);
      if (drawn !== undefined) return drawn;
      if (this.#drawnGray) return hex(value * 0x010101);
    }
    return value.toString();
  }

  #ofColour(value: number): string | undefined {
    const { use } = this.reading;
    if (use === 'ade20k') return ade20kClass(value);
    if (use !== 'gray' || !isGray(value)) return this.#byColour.get(value) ?? hex(value);
    const gray = value & 255;
    return this.#isIgnored(gray) ? undefined : gray.toString();
  }

  #ofInstance(value: number): string | undefined {
    if (this.reading.use === 'instance-256') return Math.floor(value / 256).toString();
    if (value === motsIgnored) return undefined;
    return (value < 1000 ? value : Math.floor(value / 1000)).toString();
  }

  #ofPalette(index: number, { palette }: PngHeader): string | undefined {
    const at = index * 3;
    if (at + 2 >= palette.length) return index.toString();
    const colour = (palette[at] << 16) | (palette[at + 1] << 8) | palette[at + 2];
    const known = this.#byColour.get(colour);
    if (known !== undefined) return known;
    return this.#isIgnored(index) ? undefined : index.toString();
  }

  #isIgnored(value: number): boolean {
    return this.reading.ignore255 && value === 255;
  }
}

/** True for a colour whose three channels are equal. */
export function isGray(colour: number): boolean {
  return (colour & 255) * 0x010101 === colour;
}

/** ADE20K of 2016 to 2021 writes the class into red and green, the object into blue. */
function ade20kClass(colour: number): string {
  return (Math.floor((colour >> 16) / 10) * 256 + ((colour >> 8) & 255)).toString();
}

/** How numbers of a class and an object are put together, judged by which way leaves the smaller object numbers. */
export function instanceUse(values: ReadonlySet<number>): 'instance' | 'instance-256' | undefined {
  const objects = [...values].filter((value) => value > 255);
  if (objects.length === 0) return undefined;
  const [of1000, of256] = [1000, 256].map((per) => Math.max(...objects.map((one) => one % per)));
  return of1000 <= of256 ? 'instance' : 'instance-256';
}

function hex(colour: number): string {
  return `#${colour.toString(16).padStart(6, '0')}`;
}
