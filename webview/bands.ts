// The limits between many, medium and few, in one place for chart, table and metrics.
// Must not know where they are shown.
import type { BandLimits } from '../src/core/metrics/bands';

/** As in `classifier-balancing`, the engine's own default. */
export const bandLimits: BandLimits = { many: 100, few: 20 };
