// The stack and memo of a pickle, where only plain data is built.
// Must not know bytes; opcodes that would call something leave an opaque value instead.

import { opaque, PickleDict, PickleList, type PickleValue, textOfBytes } from './pickleValue';

const mark = Symbol('mark');
type Slot = PickleValue | typeof mark;

/** Values that a pickle may hold before it is given up. */
const maxValues = 1 << 23;

/** Values kept to be named again: many times as many as a data set has names of files. */
const maxRemembered = 1 << 21;

/** The machine asked for more than it may hold, or the opcodes make no sense. */
export class PickleError extends Error {}

export class PickleMachine {
  readonly #stack: Slot[] = [];
  readonly #memo = new Map<number, PickleValue>();
  #values = 0;

  push(value: PickleValue): void {
    this.#put(value);
  }

  mark(): void {
    this.#put(mark);
  }

  #put(slot: Slot): void {
    this.#values += 1;
    if (this.#values > maxValues) throw new PickleError('it holds too many values');
    this.#stack.push(slot);
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    if (value === undefined || value === mark) throw new PickleError('its stack is empty');
    return value;
  }

  drop(): void {
    this.#stack.pop();
  }

  top(): PickleValue {
    const value = this.#stack.at(-1);
    if (value === undefined || value === mark) throw new PickleError('its stack is empty');
    return value;
  }

  /** Everything above the last mark, and the mark. */
  popMark(): PickleValue[] {
    const at = this.#stack.lastIndexOf(mark);
    if (at < 0) throw new PickleError('a mark is missing');
    return this.#stack.splice(at).filter((slot) => slot !== mark);
  }

  append(items: readonly PickleValue[]): void {
    const list = this.top();
    if (!(list instanceof PickleList)) return;
    for (const item of items) list.items.push(item);
  }

  setItems(items: readonly PickleValue[]): void {
    const dict = this.top();
    if (!(dict instanceof PickleDict)) return;
    for (let at = 0; at + 1 < items.length; at += 2) dict.set(items[at], items[at + 1]);
  }

  /** Replaces the topmost `taken` values by one that only running code could make. */
  makeOpaque(taken: number): void {
    for (let at = 0; at < taken; at += 1) this.pop();
    this.push(opaque);
  }

  /** Stands in for a call: bytes written as text become that text, everything else is opaque. */
  reduce(): void {
    const given = this.pop();
    const callee = this.pop();
    const text = given instanceof PickleList ? given.items.at(0) : undefined;
    this.push(callee === textOfBytes && typeof text === 'string' ? text : opaque);
  }

  remember(key: number | undefined): void {
    if (this.#memo.size >= maxRemembered) throw new PickleError('it remembers too many values');
    this.#memo.set(key ?? this.#memo.size, this.top());
  }

  recall(key: number): void {
    this.push(this.#memo.get(key) ?? opaque);
  }
}
