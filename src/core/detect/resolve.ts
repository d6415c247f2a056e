// Settles competing claims: the user's word first, then the strongest; different readings may stand side by side.
// Must not know any one format.

import type { Claim, Source } from '../claims';
import { compareText } from '../order';
import type { RuleBook } from '../rules';
import { describedByMetadata } from './imageMetadata';
import { Territory } from './territory';

/** A claim that survived. */
export interface SettledClaim extends Claim {
  /** True where a rule of the user named the format or reading. */
  readonly chosen: boolean;
  /** The user's word on what groups its samples; see `readGrouping`. */
  readonly group?: string;
}

/** Confidence of a reading that the user did not choose, or that the dataset's own words speak against. */
const passedOver = 0.3;

/** The claims that stand, strongest first. */
export function resolveClaims(claims: readonly Claim[], rules: RuleBook): SettledClaim[] {
  const best = strongestReadings(claims);
  const ruled = claims.flatMap((claim) => applyRules(claim, rules, best));
  const isDescribed = describedByMetadata(ruled);
  const candidates = ruled
    .map((claim) => (!claim.chosen && isDescribed(claim) ? lowered(claim) : claim))
    .sort((a, b) => b.confidence - a.confidence || compareText(keyOf(a), keyOf(b)));
  const taken: Taken = { all: new Territory(), byOwner: new Map() };
  const seen = new Set<string>();
  return candidates.filter((claim) => {
    const key = keyOf(claim);
    if (seen.has(key) || isTaken(claim, taken)) return false;
    seen.add(key);
    occupy(claim, taken);
    return true;
  });
}

function lowered(claim: SettledClaim): SettledClaim {
  return { ...claim, confidence: Math.min(claim.confidence, passedOver) };
}

/** Claims of one owner do not exclude each other: the same format reading the same sources another way. */
function ownerOf(claim: Claim): string {
  if (claim.reading === undefined) return keyOf(claim);
  return `${claim.format} ${claim.sources.map((source) => source.path).join('\n')}`;
}

function keyOf(claim: Claim): string {
  const paths = claim.sources.map((source) => source.path).join('\n');
  return `${claim.format} ${claim.reading?.id ?? ''} ${paths}`;
}

/** What claims that stand have taken. */
interface Taken {
  /** Of all owners: of thousands of datasets most lie apart, and need not be held against each other. */
  readonly all: Territory;
  readonly byOwner: Map<string, Territory>;
}

function isTaken(claim: Claim, { all, byOwner }: Taken): boolean {
  if (!claim.sources.some((source) => all.overlaps(source))) return false;
  const owner = ownerOf(claim);
  for (const [other, territory] of byOwner) {
    if (other !== owner && claim.sources.some((source) => territory.overlaps(source))) return true;
  }
  return false;
}

function occupy(claim: Claim, { all, byOwner }: Taken): void {
  const owner = ownerOf(claim);
  const territory = byOwner.get(owner) ?? new Territory();
  byOwner.set(owner, territory);
  for (const source of [...claim.sources, ...(claim.covers ?? [])]) {
    territory.add(source);
    all.add(source);
  }
}

/** Of several readings of the same sources the strongest: the one meant by a rule that names only the format. */
function strongestReadings(claims: readonly Claim[]): ReadonlySet<Claim> {
  const best = new Map<string, Claim>();
  for (const claim of claims) {
    const known = best.get(ownerOf(claim));
    if (known === undefined || claim.confidence > known.confidence) best.set(ownerOf(claim), claim);
  }
  return new Set(best.values());
}

function applyRules(claim: Claim, rules: RuleBook, best: ReadonlySet<Claim>): SettledClaim[] {
  let { confidence } = claim;
  let chosen = false;
  const sources: Source[] = [];
  for (const source of claim.sources) {
    const rule = rules.ruleFor(source.path);
    if (rule?.format !== undefined && rule.format !== claim.format) return [];
    if (rule?.format !== undefined) chosen = best.has(claim);
    if (rule?.reading !== undefined) {
      const meant = rule.reading === claim.reading?.id;
      chosen = meant;
      if (!meant) confidence = Math.min(confidence, passedOver);
    }
    sources.push(rule?.split === undefined ? source : { ...source, split: rule.split });
  }
  const group = rules.groupFor(claim.sources.at(0)?.path ?? '');
  return [
    {
      ...{ ...claim, sources, confidence: chosen ? 1 : confidence, chosen },
      ...(group === undefined ? {} : { group }),
    },
  ];
}
