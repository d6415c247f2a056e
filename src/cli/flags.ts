// Flags of a command as data: parsed strictly, listed in its help.
// Must not know any command.

import { parseArgs } from 'node:util';
import { type Io, UsageError } from './io';

export interface Flag {
  /** Placeholder of its value in the help; a flag without one is a switch. */
  readonly value?: string;
  readonly help: string;
  readonly isMultiple?: boolean;
  readonly short?: string;
}
export type Flags = Readonly<Record<string, Flag>>;

export interface Command {
  readonly name: string;
  /** What follows the name, for instance `<folder>`. */
  readonly operands: string;
  readonly summary: string;
  readonly flags: Flags;
  /** Answers the exit code. */
  run(given: Given, io: Io): Promise<number>;
}

/** What stands on the command line. */
export class Given {
  constructor(
    readonly operands: readonly string[],
    private readonly values: Readonly<Record<string, unknown>>,
  ) {}

  isOn(flag: string): boolean {
    return this.values[flag] === true;
  }

  text(flag: string): string | undefined {
    const value = this.values[flag];
    return typeof value === 'string' ? value : undefined;
  }

  texts(flag: string): readonly string[] {
    const value = this.values[flag];
    return Array.isArray(value) ? value.map(String) : [];
  }

  /** One of some words. */
  word<T extends string>(flag: string, words: readonly T[]): T | undefined {
    const value = this.text(flag);
    if (value === undefined) return undefined;
    const word = words.find((known) => known === value);
    if (word !== undefined) return word;
    throw new UsageError(`--${flag} is “${value}”; it must be one of ${words.join(', ')}.`);
  }

  number(flag: string): number | undefined {
    const value = this.text(flag);
    return value === undefined ? undefined : numberOf(`--${flag}`, value);
  }
}

/** A number as people write it; `inf` and `Infinity` too. */
export function numberOf(what: string, text: string): number {
  if (/^\+?(inf|infinity|∞)$/i.test(text.trim())) return Infinity;
  const value = Number(text.replaceAll('_', ''));
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new UsageError(`${what} is “${text}”, which is no number.`);
}

/** Parses what follows the command's name. */
export function parseFlags(flags: Flags, args: readonly string[]): Given {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, flag]) => [name, optionOf(flag)]),
  );
  try {
    const parsed = parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
    return new Given(parsed.positionals, parsed.values);
  } catch (error) {
    if (error instanceof TypeError && 'code' in error) throw new UsageError(error.message);
    throw error;
  }
}

function optionOf(flag: Flag): {
  type: 'string' | 'boolean';
  multiple: boolean;
  short?: string;
} {
  const type = flag.value === undefined ? 'boolean' : 'string';
  const option = { type, multiple: flag.isMultiple === true } as const;
  return flag.short === undefined ? option : { ...option, short: flag.short };
}
