// Labels that several annotators gave one sample: the one that most of them gave is its own, as in HateXplain.
// Must not know files; judges from a few records.

import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import { at } from './sketch';
import { isScalar } from './spans';

const voters = /^(?:annotator|worker|rater|coder|judge|user)(?:_?(?:id|name))?$/i;

/** Path of the label in objects that say who gave it; undefined where they are others. */
export function voteLabel(
  lists: readonly (readonly JsonValue[])[],
  votes: readonly JsonObject[],
): string | undefined {
  const [first] = votes;
  const isSeveral = lists.length > 0 && lists.every((list) => list.length > 1);
  if (votes.length < 2 || !isSeveral || !Object.keys(first).some((key) => voters.test(key)))
    return undefined;
  return ['label', 'class', 'category', 'vote', 'sentiment', 'emotion'].find((name) =>
    votes.every((vote) => isScalar(at(vote, name))),
  );
}

/** The label that more annotators gave than any other; undefined where two are equal. */
export function mostVoted(votes: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const winners = [...counts].filter(([, count]) => count === most);
  return winners.length === 1 ? winners[0][0] : undefined;
}
