// Says aloud where the same sources could be read in another way, so that nothing is guessed silently.
// Must not know any one format.

import { assertedFrom, type Claim } from './claims';
import type { Problem } from './problems';

/** For an asserted reading with others beside it: what was taken and how to take another. */
export function readingProblems(
  claim: Claim & { readonly chosen: boolean },
  all: readonly { readonly claim: Claim }[],
): Problem[] {
  const { reading } = claim;
  if (reading === undefined || claim.confidence < assertedFrom || claim.chosen) return [];
  const first = claim.sources.at(0)?.path;
  const others = all
    .map((job) => job.claim)
    .filter((other) => other.format === claim.format && other.sources.at(0)?.path === first)
    .flatMap((other) => (other.reading === undefined ? [] : [other.reading.title]))
    .filter((title) => title !== reading.title);
  if (others.length === 0) return [];
  const message =
    `Counted ${reading.title}; ${others.join(', ')} could be meant too. ` +
    'Choose with “Class Balance: Choose What to Count…” or the setting classBalance.sources.';
  return [{ code: 'ambiguous-reading', severity: 'information', file: first, message }];
}
