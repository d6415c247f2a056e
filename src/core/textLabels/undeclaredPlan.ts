// The plan of a text format whose files declare no classes: a unit a file, and the labels that occur.
// Must not know formats.

import type { Claim, ClassOrder, Plan } from '../claims';
import type { ByteInput } from '../ports';
import { unitsOf } from './textFiles';

/** Nothing but the order of classes differs between these formats; see ClassOrder. */
export async function undeclaredPlan(
  claim: Claim,
  files: ByteInput,
  order: ClassOrder,
): Promise<Plan> {
  return {
    classes: [],
    order,
    multiLabel: false,
    openVocabulary: false,
    units: await unitsOf(claim.format, claim.sources, files, claim.options),
    problems: [],
  };
}
