// The slider's travel: N on a logarithmic scale in steps of a twentieth of a decade, infinity at its end.
// Must not know the DOM; knows what people may type for N and β.

/** Keyboard steps in a factor of ten. */
export const stepsPerDecade = 20;

/** Powers of ten on the slider: two beyond the largest class, where N stops mattering. */
export function decadesFor(largest: number): number {
  const wanted = Math.ceil(Math.log10(Math.max(1, largest))) + 2;
  return Math.min(12, Math.max(6, wanted));
}

/** The last step, which stands for infinity. */
export function lastStep(decades: number): number {
  return decades * stepsPerDecade + 1;
}

/** N at a step, to three figures. */
export function prototypesAt(step: number, decades: number): number {
  if (step >= lastStep(decades)) return Infinity;
  return Number((10 ** (Math.max(0, step) / stepsPerDecade)).toPrecision(3));
}

/** The step nearest to N. */
export function stepOf(prototypes: number, decades: number): number {
  if (prototypes === Infinity) return lastStep(decades);
  const step = Math.round(Math.log10(Math.max(1, prototypes)) * stepsPerDecade);
  return Math.min(step, lastStep(decades) - 1);
}

const multiples: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, b: 1e9, t: 1e12 };

/** A number as people type it: 10000, 10,000, 1e4, 10k, ∞; undefined where it is none. */
export function typedNumber(typed: string): number | undefined {
  const text = typed.trim().toLowerCase();
  if (/^(∞|inf(inity|inite)?)$/.test(text)) return Infinity;
  const plain = text
    .replace(/[\s_'’]/g, '')
    .replace(/,(?=\d{3}(\D|$))/g, '')
    .replace(',', '.');
  const match = /^(\d+(?:\.\d*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)([kmgbt]?)$/.exec(plain);
  if (match === null) return undefined;
  const [, figures, letter] = match;
  return Number(figures) * (letter === '' ? 1 : multiples[letter]);
}

/** As {@link typedNumber}, but a comma is always a decimal sign: 0,999 is no thousand. */
export function typedFraction(typed: string): number | undefined {
  return typedNumber(typed.replace(',', '.'));
}
