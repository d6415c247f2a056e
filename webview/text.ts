// Texts by key in the reader's language, with arguments and singular or plural.
// Must not know where a text is shown.
import { englishStrings, type StringKey } from '../src/protocol/strings';

type Before<Key, End extends string> = Key extends `${infer Base}.${End}` ? Base : never;
/** Keys that come as a pair `….one` and `….other`. */
type PluralOf<Key> = Before<Key, 'one'> & Before<Key, 'other'>;

/** The texts of one page. */
export class TextTable<Key extends string> {
  readonly #strings: Readonly<Record<string, string>>;

  /** @param translated by key; what is missing is said in English. */
  constructor(
    english: Readonly<Record<Key, string>>,
    translated: Readonly<Record<string, string>> = {},
  ) {
    this.#strings = { ...english, ...translated };
  }

  t(key: Key, ...args: readonly string[]): string {
    return fill(this.#strings[key], args);
  }

  /** @param args the number as it is to be read, then whatever else the text needs. */
  plural(key: PluralOf<Key>, count: number, ...args: readonly string[]): string {
    return fill(this.#strings[`${key}.${count === 1 ? 'one' : 'other'}`], args);
  }

  /** The engine's own English words (titles, descriptions), translated where the table has them. */
  core(english: string): string {
    return Object.hasOwn(this.#strings, english) ? this.#strings[english] : english;
  }
}

/** The texts of the class distribution. */
export class Texts extends TextTable<StringKey> {
  constructor(translated: Readonly<Record<string, string>> = {}) {
    super(englishStrings, translated);
  }
}

function fill(text: string, args: readonly string[]): string {
  return text.replace(/\{(\d+)\}/g, (hole, at: string) => args.at(Number(at)) ?? hole);
}

/** A word as it begins a line. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
