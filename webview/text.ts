// Texts by key in the reader's language, with arguments and singular or plural.
// Must not know where a text is shown.
import { englishStrings, type StringKey } from '../src/protocol/strings';

type Before<Key, End extends string> = Key extends `${infer Base}.${End}` ? Base : never;
/** Keys that come as a pair `….one` and `….other`. */
export type PluralKey = Before<StringKey, 'one'> & Before<StringKey, 'other'>;

export class Texts {
  readonly #strings: Readonly<Record<string, string>>;

  /** @param translated by key; what is missing is said in English. */
  constructor(translated: Readonly<Record<string, string>> = {}) {
    this.#strings = { ...englishStrings, ...translated };
  }

  t(key: StringKey, ...args: readonly string[]): string {
    return fill(this.#strings[key], args);
  }

  /** @param args the number as it is to be read, then whatever else the text needs. */
  plural(key: PluralKey, count: number, ...args: readonly string[]): string {
    return fill(this.#strings[`${key}.${count === 1 ? 'one' : 'other'}`], args);
  }

  /** The engine's own English words (titles, descriptions), translated where the table has them. */
  core(english: string): string {
    return Object.hasOwn(this.#strings, english) ? this.#strings[english] : english;
  }
}

function fill(text: string, args: readonly string[]): string {
  return text.replace(/\{(\d+)\}/g, (hole, at: string) => args.at(Number(at)) ?? hole);
}
