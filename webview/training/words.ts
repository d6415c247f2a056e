// Shares, differences and durations as people read them.
// Must not know where they are shown.
import type { Numbers } from '../format';
import type { TrainingTexts } from './part';

const thin = '\u202f';

/** 41.3 %; `–` for none. */
export function percent(value: number | null | undefined, numbers: Numbers): string {
  if (value === null || value === undefined) return '–';
  return `${numbers.fixed(value * 100, 1)}${thin}%`;
}

/** +11.2, −0.3: points of a difference of shares; `–` for none. */
export function points(value: number | null | undefined, numbers: Numbers): string {
  if (value === null || value === undefined) return '–';
  const text = numbers.fixed(Math.abs(value) * 100, 1);
  if (Number(Math.abs(value * 100).toFixed(1)) === 0) return text;
  return value > 0 ? `+${text}` : `−${text}`;
}

export function range(
  interval: readonly [number, number] | null,
  write: (value: number) => string,
): string {
  return interval === null ? '–' : `${write(interval[0])} … ${write(interval[1])}`;
}

/** Rounded up to what one can wait for. */
export function duration(seconds: number, text: TrainingTexts, numbers: Numbers): string {
  if (seconds < 90) return text.t('time.seconds', numbers.count(Math.ceil(seconds)));
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 90) return text.t('time.minutes', numbers.count(minutes));
  const hours = Math.floor(minutes / 60);
  return text.t('time.hours', numbers.count(hours), numbers.count(minutes % 60));
}
