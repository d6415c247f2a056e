// Many-shot, medium-shot and few-shot classes.
// Knows one count and two limits; nothing of colours or of the other metrics.

/** The band of a class by its number of samples. */
export type Band = 'many' | 'medium' | 'few';

/** Both limits belong to the medium band; `few` <= `many`. */
export interface BandLimits {
  /** More samples than this is many. */
  readonly many: number;
  /** Fewer samples than this is few. */
  readonly few: number;
}

/** 100 and 20, as in `classifier-balancing`. LVIS counts images instead: rare <= 10, frequent > 100. */
const defaultBandLimits: BandLimits = { many: 100, few: 20 };

/** Classes in each band; they add up to the declared classes. */
export interface BandMetrics {
  readonly manyClasses: number;
  readonly mediumClasses: number;
  /** Empty classes are among them. */
  readonly fewClasses: number;
}

/**
 * The band of a class with `count` samples: many above `limits.many`, few below `limits.few`.
 * Source: Hong et al., CVPR 2021, section 4.1; `facebookresearch/classifier-balancing`.
 */
export function bandOf(count: number, limits: BandLimits = defaultBandLimits): Band {
  if (count > limits.many) return 'many';
  return count < limits.few ? 'few' : 'medium';
}

/**
 * @param counts one a class, whole numbers >= 0.
 * @throws RangeError when the limits are not in order.
 */
export function bandMetrics(
  counts: readonly number[],
  limits: BandLimits = defaultBandLimits,
): BandMetrics {
  if (!(limits.few <= limits.many)) {
    throw new RangeError(
      `The few-shot limit ${String(limits.few)} lies above the many-shot limit ${String(limits.many)}.`,
    );
  }
  const bands = counts.map((count) => bandOf(count, limits));
  const classesIn = (band: Band): number => bands.filter((one) => one === band).length;
  return {
    manyClasses: classesIn('many'),
    mediumClasses: classesIn('medium'),
    fewClasses: classesIn('few'),
  };
}
