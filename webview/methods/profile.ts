// The small picture of a method: its values over the classes, from the largest class to the smallest.
// Must not know methods; it is given values.
import { setAttribute } from '../dom';

const width = 240;
const height = 56;
const namespace = 'http://www.w3.org/2000/svg';

export class ProfilePicture {
  readonly element: SVGSVGElement;
  readonly #path: SVGPathElement;

  constructor() {
    this.element = document.createElementNS(namespace, 'svg');
    this.#path = document.createElementNS(namespace, 'path');
    const box = `0 0 ${width.toString()} ${height.toString()}`;
    setAttribute(this.element, 'viewBox', box);
    setAttribute(this.element, 'preserveAspectRatio', 'none');
    setAttribute(this.element, 'class', 'profile');
    setAttribute(this.element, 'role', 'img');
    this.element.append(this.#path);
  }

  /** @param label stands for the picture. */
  update(values: Float64Array, order: readonly number[], label: string): void {
    setAttribute(this.#path, 'd', outlineOf(values, order));
    setAttribute(this.element, 'aria-label', label);
  }
}

/** A filled step line from zero to the largest value; a column holds the largest of its classes. */
export function outlineOf(values: Float64Array, order: readonly number[]): string {
  const shown = order.filter((index) => !Number.isNaN(values[index]));
  const most = shown.reduce((top, index) => Math.max(top, values[index]), 0);
  if (most === 0) return '';
  const columns = Math.min(width, shown.length);
  const parts = [`M0 ${height.toString()}`];
  for (let k = 0; k < columns; k++) {
    const from = Math.floor((k * shown.length) / columns);
    const to = Math.floor(((k + 1) * shown.length) / columns);
    let value = 0;
    for (let i = from; i < to; i++) value = Math.max(value, values[shown[i]]);
    const y = (height - 1 - (value / most) * (height - 2)).toFixed(1);
    parts.push(`V${y}H${((width * (k + 1)) / columns).toFixed(1)}`);
  }
  return `${parts.join('')}V${height.toString()}Z`;
}

/** Values at the largest, the middle and the smallest class that takes part. */
export function landmarksOf(
  values: Float64Array,
  order: readonly number[],
): readonly [head: number, middle: number, tail: number] | undefined {
  const shown = order.filter((index) => !Number.isNaN(values[index]));
  const [head, tail] = [shown.at(0), shown.at(-1)];
  if (head === undefined || tail === undefined) return undefined;
  return [values[head], values[shown[shown.length >> 1]], values[tail]];
}
