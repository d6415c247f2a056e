// What a pickle's opcodes build, as far as plain data goes; everything that would need code is opaque.
// Must not know formats; nothing is ever called, imported or instantiated.

/** Stands for arrays, objects and whatever else a pickle would make by running code. */
export const opaque = Symbol('opaque');
export type Opaque = typeof opaque;

/** Stands for `_codecs.encode`, by which Python 3 writes bytes in protocol 2: its text is the data. */
export const textOfBytes = Symbol('_codecs.encode');

/** A value on the pickle machine's stack. Long strings and bytes are opaque: labels and names are short. */
export type PickleValue =
  Opaque | typeof textOfBytes | null | boolean | number | string | PickleList | PickleDict;

/** A list, tuple or set. */
export class PickleList {
  readonly items: PickleValue[];

  constructor(items: PickleValue[] = []) {
    this.items = items;
  }
}

/** A dict with text keys; other keys are dropped. */
export class PickleDict {
  readonly entries = new Map<string, PickleValue>();

  set(key: PickleValue, value: PickleValue): void {
    if (typeof key === 'string') this.entries.set(key, value);
  }

  list(key: string): readonly PickleValue[] | undefined {
    const value = this.entries.get(key);
    return value instanceof PickleList ? value.items : undefined;
  }
}
