// Choose What to Count….
// Must not know how the choice is offered or stored.

import type { Features } from '../features';
import { scanFirst } from './scanFirst';

export async function chooseSources(features: Features): Promise<void> {
  await scanFirst(features.store);
  await features.chooseSources();
}
