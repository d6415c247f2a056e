// The classes of HRSC2016 by the numbers in its files, as its table of classes (sysdata.xml) and MMRotate name them.
// Must not know files.

import type { ClassEntry } from '../model';

/** By the last two digits of the id; numbers that are not there are of no class. */
const names =
  '01 ship;02 aircraft carrier;03 warcraft;04 merchant ship;05 Nimitz;06 Enterprise;07 Arleigh Burke;08 WhidbeyIsland;' +
  '09 Perry;10 Sanantonio;11 Ticonderoga;12 Kitty Hawk;13 Kuznetsov;14 Abukuma;15 Austen;16 Tarawa;17 Blue Ridge;' +
  '18 Container;19 OXo|--);20 Car carrier([]==[]);22 Hovercraft;24 yacht;25 CntShip(_|.--.--|_]=;26 Cruise;' +
  '27 submarine;28 lute;29 Medical;30 Car carrier(======|;31 Ford-class;32 Midway-class;33 Invincible-class';

export const hrscClasses: readonly ClassEntry[] = names.split(';').map((entry) => {
  return { id: `1000000${entry.slice(0, 2)}`, name: entry.slice(3) };
});
