// The small values of a selection while they are being built: more than one where they lie in each other.
// Knows no paths; jsonSelect says when a value begins.

import type { JsonHandler, JsonLiteral } from './jsonTypes';
import { JsonValueBuilder, type JsonValue } from './jsonValue';

/** Small values that are wanted whole, for instance `categories[]`. */
export interface JsonValueSpec {
  readonly path: string;
  /** Most bytes of one value (default 1 MiB); a larger one is left out with `json-value-too-large`. */
  readonly limit?: number;
  /** Gets each value when it ends, and the line it began on. */
  readonly onValue: (value: JsonValue, line: number) => void;
}

interface Building {
  readonly spec: JsonValueSpec;
  readonly builder: JsonValueBuilder;
  readonly line: number;
  readonly column: number;
}

/** Called for a value that was too large, with the place where it begins. */
export type OnTooLarge = (line: number, column: number) => void;

/** Hands the events to every value that is open, and each value out when it ends. */
export class JsonValues implements Omit<JsonHandler, 'want'> {
  #open: Building[] = [];
  readonly #onTooLarge: OnTooLarge;

  constructor(onTooLarge: OnTooLarge) {
    this.#onTooLarge = onTooLarge;
  }

  /** Whether a value is being built. */
  get active(): boolean {
    return this.#open.length > 0;
  }

  /** Forgets the values that are open. */
  reset(): void {
    this.#open = [];
  }

  /** Begins a value; the event that begins it comes next. */
  begin(spec: JsonValueSpec, line: number, column: number): void {
    const builder = new JsonValueBuilder(spec.limit ?? 1 << 20);
    this.#open.push({ spec, builder, line, column });
  }

  onStartObject(): void {
    for (const { builder } of this.#open) builder.onStartObject();
    this.#settle();
  }

  onStartArray(): void {
    for (const { builder } of this.#open) builder.onStartArray();
    this.#settle();
  }

  onEndObject(): void {
    for (const { builder } of this.#open) builder.onEndObject();
    this.#settle();
  }

  onEndArray(): void {
    for (const { builder } of this.#open) builder.onEndArray();
    this.#settle();
  }

  onKey(bytes: Uint8Array, start: number, end: number): void {
    for (const { builder } of this.#open) builder.onKey(bytes, start, end);
    this.#settle();
  }

  onString(bytes: Uint8Array, start: number, end: number): void {
    for (const { builder } of this.#open) builder.onString(bytes, start, end);
    this.#settle();
  }

  onNumber(bytes: Uint8Array, start: number, end: number): void {
    for (const { builder } of this.#open) builder.onNumber(bytes, start, end);
    this.#settle();
  }

  onLiteral(literal: JsonLiteral): void {
    for (const { builder } of this.#open) builder.onLiteral(literal);
    this.#settle();
  }

  /** Hands out what is done, gives up what is too large. */
  #settle(): void {
    if (this.#open.length === 0) return;
    const over = this.#open.filter(({ builder }) => builder.done || builder.tooLarge);
    if (over.length === 0) return;
    this.#open = this.#open.filter((building) => !over.includes(building));
    for (const { spec, builder, line, column } of over) {
      if (builder.tooLarge) this.#onTooLarge(line, column);
      else spec.onValue(builder.value, line);
    }
  }
}
