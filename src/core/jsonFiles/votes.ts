// Labels that several annotators gave one sample: the one that most of them gave is its own, as in HateXplain.
// Must not know files; judges from a few records.

import type { JsonValue } from '../bytes/jsonValue';
import { at, objectsIn, textOf } from './sketch';
import { isScalar } from './spans';

const voters = /^(?:annotator|worker|rater|coder|judge|user)(?:_?(?:id|name))?$/i;

/** Labels with those who gave them. */
export interface Votes {
  /** Path of the label in each object. */
  readonly label: string;
  /** No sample has labels of two annotators: all that it has are its own (doccano). */
  readonly isOfOne: boolean;
}

/** What objects say of a sample where they say who gave the label; undefined where they are others. */
export function votesIn(lists: readonly (readonly JsonValue[])[]): Votes | undefined {
  const votes = objectsIn(lists.flat());
  const voter = Object.keys(votes.at(0) ?? {}).find((key) => voters.test(key));
  if (votes.length < 2 || lists.length === 0 || voter === undefined) return undefined;
  const isOfOne = lists.every((list) => votersOf(list, voter).size < 2);
  if (!isOfOne && !lists.every((list) => list.length > 1)) return undefined;
  const label = ['label', 'class', 'category', 'vote', 'sentiment', 'emotion'].find((name) =>
    votes.every((vote) => isScalar(at(vote, name))),
  );
  return label === undefined ? undefined : { label, isOfOne };
}

function votersOf(votes: readonly JsonValue[], voter: string): ReadonlySet<string> {
  return new Set(objectsIn(votes).map((vote) => textOf(at(vote, voter))));
}

/** The label that more annotators gave than any other; undefined where two are equal. */
export function mostVoted(votes: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const winners = [...counts].filter(([, count]) => count === most);
  return winners.length === 1 ? winners[0][0] : undefined;
}
