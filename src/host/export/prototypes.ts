// Reads what a person types for N: N itself, or β. No vscode here: tested in plain Node.
// Must not know who asks.

import { prototypeParameter, prototypesOf } from '../../core/weights/numberOfPrototypes';

/** The usual β, as N. */
export const usualPrototypes = [10, 100, 1000, 10_000] as const;

/**
 * N of a text such as `10000`, `1e4`, `10,000`, `0.9999` (taken for β) or `∞`. Undefined where it is neither.
 * `1` is N: β = 1 is written `∞`.
 */
export function readPrototypes(text: string): number | undefined {
  const plain = text.trim().replace(/^(n|β|beta)\s*=\s*/i, '');
  if (/^(∞|inf(inity)?)$/i.test(plain)) return Infinity;
  const grouped = /^[1-9]\d{0,2}(,\d{3})+$/.test(plain);
  const value = Number(grouped ? plain.replaceAll(',', '') : plain.replace(',', '.'));
  if (plain === '' || Number.isNaN(value) || value < 0) return undefined;
  const n = value < 1 ? prototypesOf(value) : value;
  return n <= prototypeParameter.maximum ? n : undefined;
}
