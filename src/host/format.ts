// Numbers for people, in the language of the editor. No vscode here: the language is handed in.
// Must not know what is counted.

/** How a language writes numbers. */
export interface NumberFormat {
  /** 12,345 */
  readonly whole: (value: number) => string;
  /** Three figures: 0.0123, 1.23, 123. */
  readonly weight: (value: number) => string;
  /** A part of 1 as per cent, three figures at most. */
  readonly share: (part: number) => string;
}

const known = new Map<string, NumberFormat>();

/** Made when first used: loading a language's rules takes milliseconds. */
export function numberFormat(language: string): NumberFormat {
  const made = known.get(language) ?? lazyFormat(language);
  known.set(language, made);
  return made;
}

function lazyFormat(language: string): NumberFormat {
  const whole = lazily(language, { maximumFractionDigits: 0 });
  const figures = lazily(language, { maximumSignificantDigits: 3 });
  const share = lazily(language, { style: 'percent', maximumSignificantDigits: 3 });
  return { whole, weight: figures, share };
}

function lazily(language: string, options: Intl.NumberFormatOptions): (value: number) => string {
  let made: Intl.NumberFormat | undefined;
  return (value) => (made ??= new Intl.NumberFormat(language, options)).format(value);
}
