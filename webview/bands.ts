// Many, medium and few in one place for chart, table and metrics: the limits, who set them, and what they count.
// Must not know where they are shown.
import { bandOf, type Band, type BandLimits } from '../src/core/metrics/bands';
import type { ClassCount, Dataset } from '../src/core/model';
import type { ViewState } from '../src/protocol/viewState';

/** As in `classifier-balancing`, the engine's own default. */
const usualLimits: BandLimits = { many: 100, few: 20 };
/** Rare up to 10 images, common up to 100, frequent above. Source: Gupta et al., LVIS, CVPR 2019. */
const lvisLimits: BandLimits = { many: 100, few: 11 };

/** The names of the bands: LVIS has its own. */
export type BandSystem = 'shots' | 'lvis';

export interface Banding {
  readonly system: BandSystem;
  readonly limits: BandLimits;
  /** Aligned with the classes. */
  readonly bands: readonly Band[];
  /** 0 few, 1 medium, 2 many; aligned with the classes. */
  readonly ranks: Uint8Array;
  readonly sizes: Readonly<Record<Band, number>>;
}

/** LVIS is told by the names of the dataset and its files; its JSON says nothing of itself. */
export function bandSystemOf({ name, sources, unit }: Dataset): BandSystem {
  const isLvis = [name, ...sources.slice(0, 100)].some((one) =>
    /(^|[^a-z])lvis([^a-z]|$)/i.test(one),
  );
  return isLvis && (unit === 'box' || unit === 'instance') ? 'lvis' : 'shots';
}

export function usualLimitsOf(dataset: Dataset): BandLimits {
  return bandSystemOf(dataset) === 'lvis' ? lvisLimits : usualLimits;
}

const rankOf = { few: 0, medium: 1, many: 2 } as const;

/** LVIS counts images, whatever is on show; all others count what is on show. */
export function bandingOf(
  dataset: Dataset,
  classes: readonly ClassCount[],
  limits: ViewState['limits'],
): Banding {
  const system = bandSystemOf(dataset);
  const used = limits ?? usualLimitsOf(dataset);
  const sizes = { many: 0, medium: 0, few: 0 };
  const bands = classes.map(({ count, images }) => {
    const band = bandOf(system === 'lvis' ? (images ?? count) : count, used);
    sizes[band] += 1;
    return band;
  });
  const ranks = Uint8Array.from(bands, (band) => rankOf[band]);
  return { system, limits: used, bands, ranks, sizes };
}

const lvisNames = { many: 'band.frequent', medium: 'band.common', few: 'band.rare' } as const;

/** The key of a band's name. */
export function bandKey(band: Band, system: BandSystem): (typeof lvisNames)[Band] | `band.${Band}` {
  return system === 'lvis' ? lvisNames[band] : `band.${band}`;
}
