// Colours that many datasets draw their classes in without saying so: those of Cityscapes, with what SYNTHIA changes.
// Must not know masks or files.

import type { MaskClass } from './colourMap';

/** Cityscapes' helpers/labels.py, then the rows of SYNTHIA's table (SYNTHIA-RAND-CITYSCAPES, README) that differ. */
const cityscapes =
  '000000 void;804080 road;f423e8 sidewalk;464646 building;66669c wall;be9999 fence;999999 pole;faaa1e traffic light;' +
  'dcdc00 traffic sign;6b8e23 vegetation;98fb98 terrain;4682b4 sky;dc143c person;ff0000 rider;00008e car;000046 truck;' +
  '003c64 bus;005064 train;0000e6 motorcycle;770b20 bicycle;404080 fence;faaaa0 parking;804040 road work';

/** Fewest colours, black left out, that are no coincidence: road and car alone are those of others, too. */
const enoughColours = 4;

/** The classes of colours (0xRRGGBB) that are all of one known palette; undefined for others. */
export function knownPalette(values: ReadonlySet<number>): readonly MaskClass[] | undefined {
  const colours = [...values].filter((value) => value !== 0);
  const classes = cityscapes.split(';').map((entry): MaskClass => {
    return { name: entry.slice(7), colour: Number.parseInt(entry.slice(0, 6), 16) };
  });
  const known = new Set(classes.map(({ colour }) => colour));
  const isPalette = colours.length >= enoughColours && colours.every((value) => known.has(value));
  if (!isPalette) return undefined;
  // There are two fences; of masks that hold one the other is no class.
  const others = classes.filter(({ name, colour }) => name === 'fence' && !values.has(colour ?? 0));
  return others.length === 1 ? classes.filter((one) => one !== others[0]) : classes;
}
