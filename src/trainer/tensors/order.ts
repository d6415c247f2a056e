// Which samples an epoch shows, in which order.
// Must not know what is done with them.

import type { LossSampler } from '../../core/lossConfig/model';
import { Random } from '../random';
import { repeatFactors, samplerRates } from '../sampling';

/**
 * Indexes of the samples of one epoch; a function of its arguments alone, so that a resumed training needs no state of
 * the random numbers. Without a sampler every sample once; with the balanced and the square-root one, N draws with
 * replacement at the sampler's rates. With repeat factors every sample as often as its factor says, fractions rounded at
 * random anew each epoch, so that an epoch is longer than N and its length changes a little, as in LVIS and Detectron2.
 * @param labels class index a sample.
 * @param epoch from 0.
 */
export function epochOrder(
  labels: Int32Array,
  classes: number,
  sampler: LossSampler,
  seed: number,
  epoch: number,
): Int32Array {
  const random = new Random(seed, `order ${epoch}`);
  if (sampler.kind === 'none') return random.shuffle(Int32Array.from(labels.keys()));
  const members = membersOf(labels, classes);
  if (sampler.kind === 'repeat-factor') {
    const factors = repeatFactors(
      sampler.threshold,
      members.map(({ length }) => length),
    );
    return random.shuffle(repeated(labels, factors, random));
  }
  const rates = samplerRates(
    sampler,
    members.map(({ length }) => length),
  );
  const ends = new Float64Array(classes);
  let total = 0;
  members.forEach(({ length }, label) => (ends[label] = total += length * rates[label]));
  return Int32Array.from(labels, () => {
    const group = members[firstAbove(ends, random.uniform() * total)];
    return group[random.whole(group.length)];
  });
}

function repeated(labels: Int32Array, factors: Float64Array, random: Random): Int32Array {
  const times = labels.map((label) => {
    const whole = Math.floor(factors[label]);
    return whole + (random.uniform() < factors[label] - whole ? 1 : 0);
  });
  const order = new Int32Array(times.reduce((sum, one) => sum + one, 0));
  let end = 0;
  times.forEach((count, at) => {
    order.fill(at, end, (end += count));
  });
  return order;
}

function membersOf(labels: Int32Array, classes: number): Int32Array[] {
  const counts = new Int32Array(classes);
  for (const label of labels) counts[label]++;
  const members = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  labels.forEach((label, at) => (members[label][counts[label]++] = at));
  return members;
}

/** Index of the first end above `value`, by bisection. */
function firstAbove(ends: Float64Array, value: number): number {
  let [low, high] = [0, ends.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}
