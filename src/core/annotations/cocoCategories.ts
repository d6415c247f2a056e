// The categories of one COCO file: their names, and what is wrong with them.
// Must not know annotations or images.

import type { JsonRow } from '../bytes/jsonSelect';
import type { Severity } from '../problems';
import type { Tally } from '../tally';
import { nameOf, ownId, parentOf } from './cocoFields';

interface Category {
  readonly name: string;
  readonly parent: string;
  readonly place: Place;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

type Say = (code: string, severity: Severity, message: string, place?: Place) => void;

export class CocoCategories {
  readonly #categories = new Map<string, Category>();

  constructor(
    private readonly tally: Tally,
    private readonly say: Say,
  ) {}

  /** Takes a category of the file. */
  add(row: JsonRow): void {
    const id = ownId(row);
    if (id === undefined) return;
    const key = String(id);
    const before = this.#categories.get(key);
    const written = nameOf(row);
    const name = written === '' ? key : written;
    if (before === undefined) {
      this.#categories.set(key, { name, parent: parentOf(row), place: placeOf(row) });
    } else if (before.name !== name) {
      const message = `Category ${key} is declared twice, as ${before.name} and as ${name}; the first name is taken.`;
      this.say('duplicate-category', 'warning', message, placeOf(row));
    }
  }

  /** Declares the classes; `labels` by the category ids in use, and where each was first seen. */
  declare(labels: ReadonlyMap<number | string, number>, seen: ReadonlyMap<number, Place>): void {
    const names = new Map<string, string>();
    for (const [id, { name, place }] of this.#categories) {
      this.tally.declare({ id, name });
      const other = names.get(name);
      if (other === undefined) names.set(name, id);
      else {
        const message = `Categories ${other} and ${id} are both called ${name}; they are counted apart.`;
        this.say('duplicate-category-name', 'warning', message, place);
      }
    }
    for (const [label, place] of seen) this.#checkDeclared(this.tally.labels.text(label), place);
    this.#sayParent(labels);
  }

  #checkDeclared(id: string, place: Place): void {
    if (this.#categories.has(id)) return;
    const message = `Category ${id} is used but not among the categories; it is counted under its id.`;
    this.say('unknown-category', 'warning', message, place);
  }

  /** Roboflow writes the super-category itself as category 0, which no box carries. */
  #sayParent(labels: ReadonlyMap<number | string, number>): void {
    const parents = new Set([...this.#categories.values()].map((category) => category.parent));
    for (const [id, { name, place }] of this.#categories) {
      const label = labels.get(Number(id)) ?? labels.get(id);
      if (label !== undefined || !parents.has(name) || id !== '0') continue;
      const message = `Category 0 (${name}) only names the super-category of the others and is never used; it keeps its place with count 0.`;
      this.say('unused-super-category', 'information', message, place);
    }
  }
}

/** Where a row begins; rows are reused. */
export function placeOf({ line, column }: JsonRow): Place {
  return { line, column };
}
