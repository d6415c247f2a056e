// Which columns of a table are features, and how their cells become numbers.
// Must not know files. What it learns of a column it learns from training rows only.

import type { Cell } from './tableRows';

/** A column with more different texts than this is no category but an id or free text. */
const mostCategories = 64;
/** Of the cells that are there, so many must be numbers for the column to be numeric. */
const numericShare = 0.98;

/** How one column is turned into features. */
export type ColumnPlan =
  | {
      readonly kind: 'number';
      readonly mean: number;
      readonly deviation: number;
      readonly indicator: boolean;
    }
  | { readonly kind: 'category'; readonly values: readonly string[] }
  | { readonly kind: 'vector'; readonly length: number }
  | { readonly kind: 'unused'; readonly reason: string };

/** Sees the training rows of one column. */
export class ColumnProfile {
  #rows = 0;
  #missing = 0;
  #numbers = 0;
  #sum = 0;
  #squares = 0;
  #whole = true;
  #vector: number | undefined;
  #mixedVectors = false;
  #increasing = true;
  #last = -Infinity;
  /** Label of each value, or −1 where it has several; `undefined` once there are too many values. */
  #labels: Map<string, number> | undefined = new Map();

  add(cell: Cell, label: number): void {
    this.#rows += 1;
    if (cell === null) {
      this.#missing += 1;
      return;
    }
    if (typeof cell === 'object') {
      if (this.#vector !== undefined && this.#vector !== cell.length) this.#mixedVectors = true;
      this.#vector = cell.length;
      return;
    }
    const number = numberOf(cell);
    if (Number.isFinite(number)) this.#addNumber(number);
    this.#addValue(String(cell), label);
  }

  plan(name: string): ColumnPlan {
    const unused = (reason: string): ColumnPlan => ({ kind: 'unused', reason });
    if (this.#vector !== undefined) {
      return this.#mixedVectors || this.#vector === 0
        ? unused('its lists differ in length')
        : { kind: 'vector', length: this.#vector };
    }
    const there = this.#rows - this.#missing;
    if (there === 0) return unused('it is empty');
    if (this.#labels?.size === 1 && this.#missing === 0) return unused('it has one value only');
    if (this.#repeatsLabel()) return unused('it says the label in other words');
    if (this.#numbers >= numericShare * there) {
      if (isRowNumber(name) && this.#whole && this.#increasing)
        return unused('it numbers the rows');
      const mean = this.#sum / this.#numbers;
      const variance = Math.max(0, this.#squares / this.#numbers - mean * mean);
      const deviation = Math.sqrt(variance);
      const indicator = this.#missing > 0 || this.#numbers < there;
      return { kind: 'number', mean, deviation: deviation > 0 ? deviation : 1, indicator };
    }
    if (this.#labels === undefined) return unused(`it has more than ${mostCategories} values`);
    return { kind: 'category', values: [...this.#labels.keys()].sort() };
  }

  #addNumber(number: number): void {
    this.#numbers += 1;
    this.#sum += number;
    this.#squares += number * number;
    if (!Number.isInteger(number)) this.#whole = false;
    if (number <= this.#last) this.#increasing = false;
    this.#last = number;
  }

  #addValue(value: string, label: number): void {
    if (this.#labels === undefined) return;
    const known = this.#labels.get(value);
    if (known === undefined && this.#labels.size === mostCategories) this.#labels = undefined;
    else this.#labels.set(value, known === undefined || known === label ? label : -1);
  }

  /** One value a class and one class a value. */
  #repeatsLabel(): boolean {
    if (this.#labels === undefined || this.#labels.size < 2) return false;
    const labels = [...this.#labels.values()];
    return !labels.includes(-1) && new Set(labels).size === labels.length;
  }
}

/** NaN for what is no number; infinite for what says so. */
function numberOf(cell: string | number): number {
  if (typeof cell === 'number') return cell;
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(cell)
    ? Number(cell)
    : infinityOf(cell);
}

function infinityOf(text: string): number {
  return /^[+-]?inf(?:inity)?$/i.test(text) ? Infinity : NaN;
}

function isRowNumber(name: string): boolean {
  return /^(?:|id|index|row|no|nr|unnamed.*|.*[ _-]id|column 1)$/i.test(name.trim());
}

/** Features that a plan makes of one cell. */
export function widthOf(plan: ColumnPlan): number {
  switch (plan.kind) {
    case 'number':
      return plan.indicator ? 2 : 1;
    case 'category':
      return plan.values.length;
    case 'vector':
      return plan.length;
    case 'unused':
      return 0;
  }
}

/**
 * Writes the features of a cell at `at`: numbers standardised (0 where missing, with an indicator behind), one 1 for a
 * category, vectors as they are. A value that is infinite stays so, for the row to be left out.
 */
export function writeFeatures(plan: ColumnPlan, cell: Cell, into: Float32Array, at: number): void {
  switch (plan.kind) {
    case 'number': {
      const number = cell === null || typeof cell === 'object' ? NaN : numberOf(cell);
      const there = !Number.isNaN(number);
      into[at] = there ? (number - plan.mean) / plan.deviation : 0;
      if (plan.indicator) into[at + 1] = there ? 0 : 1;
      return;
    }
    case 'category': {
      const value = cell === null ? -1 : plan.values.indexOf(String(cell));
      for (let i = 0; i < plan.values.length; i++) into[at + i] = i === value ? 1 : 0;
      return;
    }
    case 'vector': {
      const values = typeof cell === 'object' && cell !== null ? cell : [];
      for (let i = 0; i < plan.length; i++) into[at + i] = values.at(i) ?? NaN;
      return;
    }
    case 'unused':
      return;
  }
}
