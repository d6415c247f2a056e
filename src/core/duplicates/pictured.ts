// Which datasets have pictures to look for near-duplicates in.
// Must not know who asks.

import type { Dataset, Unit } from '../model';

/** Units whose samples are pictures as a rule. */
const pictured: readonly Unit[] = ['image', 'box', 'instance', 'pixel'];

export function showsPictures({ unit }: Pick<Dataset, 'unit'>): boolean {
  return pictured.includes(unit);
}
