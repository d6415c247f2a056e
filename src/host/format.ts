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

export function numberFormat(language: string): NumberFormat {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const figures = new Intl.NumberFormat(language, { maximumSignificantDigits: 3 });
  const share = new Intl.NumberFormat(language, { style: 'percent', maximumSignificantDigits: 3 });
  return {
    whole: (value) => whole.format(value),
    weight: (value) => figures.format(value),
    share: (part) => share.format(part),
  };
}
