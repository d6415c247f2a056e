// Numbers as people read them: grouped counts, four figures for weights, short forms for tight places.
// Must not know where they are shown.

const thin = '\u202f';

export interface Numbers {
  /** 1,234,567 */
  readonly count: (value: number) => string;
  /** 1.2 M */
  readonly compact: (value: number) => string;
  /** Four significant digits; an exponent only below 0.0001. */
  readonly weight: (value: number) => string;
  /** 12.3 % */
  readonly share: (value: number) => string;
  /** A share in whole percent: 25 % */
  readonly percent: (value: number) => string;
  /** A few figures, no trailing zeros. */
  readonly plain: (value: number) => string;
  readonly fixed: (value: number, digits: number) => string;
  readonly prototypes: (value: number) => string;
  readonly beta: (value: number) => string;
}

/** @param locale BCP 47; an unknown one falls back to English. */
export function numbersFor(locale: string): Numbers {
  const known = supported(locale) ? locale : 'en';
  const make = (options: Intl.NumberFormatOptions): Intl.NumberFormat =>
    new Intl.NumberFormat(known, options);
  const whole = make({ maximumFractionDigits: 0 });
  const short = make({ notation: 'compact', maximumSignificantDigits: 3 });
  const four = make({ minimumSignificantDigits: 4, maximumSignificantDigits: 4 });
  const few = make({ maximumSignificantDigits: 4 });
  const percent = make({ minimumSignificantDigits: 3, maximumSignificantDigits: 3 });
  const decimal = make({ maximumFractionDigits: 2 });
  const fixed = [0, 1, 2, 3, 4].map((digits) =>
    make({ minimumFractionDigits: digits, maximumFractionDigits: digits }),
  );
  const compact = (value: number): string => {
    if (value < 1000) return few.format(value);
    return value < 1e15 ? spaced(short, value) : value.toExponential(2).replace(/\.?0*e\+/, 'e');
  };
  return {
    count: (value) => whole.format(value),
    compact,
    weight: (value) => (value === 0 ? '0' : (small(value, 3) ?? four.format(value))),
    share: (value) =>
      `${value === 0 || value === 1 ? whole.format(value * 100) : (small(value * 100, 2) ?? percent.format(value * 100))}${thin}%`,
    percent: (value) => `${whole.format(value * 100)}${thin}%`,
    plain: (value) => {
      if (value >= 1e7) return compact(value);
      return small(value, 2) ?? (value >= 1e4 ? whole.format(value) : few.format(value));
    },
    fixed: (value, digits) => fixed[digits].format(value),
    prototypes: (value) => (value === Infinity ? '∞' : decimal.format(value)),
    beta: betaText,
  };
}

/** β with three figures of 1 − β, so that 0.9999 and 0.99991 differ: 1 − 1/N needs log N digits. */
export function betaText(beta: number): string {
  if (beta <= 0 || beta >= 1) return beta <= 0 ? '0' : '1';
  const digits = Math.min(15, Math.ceil(-Math.log10(1 - beta)) + 2);
  return beta.toFixed(digits).replace(/\.?0+$/, '');
}

function small(value: number, digits: number): string | undefined {
  if (value === 0 || Math.abs(value) >= 1e-4) return undefined;
  return value.toExponential(digits).replace('e-', 'e−');
}

/** A narrow space between figure and letter: 1.2 M. */
function spaced(format: Intl.NumberFormat, value: number): string {
  return format
    .formatToParts(value)
    .map((part) => (part.type === 'compact' ? thin + part.value.trim() : part.value))
    .join('');
}

function supported(locale: string): boolean {
  try {
    return Intl.NumberFormat.supportedLocalesOf([locale]).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
