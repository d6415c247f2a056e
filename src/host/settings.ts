// From what stands in settings files, which may be anything, to typed values. No vscode here: tested in plain Node.
// Must not know where settings come from.

import type { SourceRule } from '../core/claims';
import {
  normalisations,
  zeroCountPolicies,
  type Normalisation,
  type ZeroCountPolicy,
} from '../core/weights/normalise';
import { prototypeParameter } from '../core/weights/numberOfPrototypes';
import { schemes } from '../core/weights/registry';

/** The weights to show first, from the settings. */
export interface Weighting {
  readonly scheme: string;
  /** N, the number of unique prototypes. */
  readonly prototypes: number;
  readonly normalisation: Normalisation;
  readonly zeroCount: ZeroCountPolicy;
}

/** Rules that can be used, in order, and a sentence for each entry that cannot. */
export function readRules(value: unknown): {
  readonly rules: readonly SourceRule[];
  readonly faults: readonly string[];
} {
  const rules: SourceRule[] = [];
  const faults: string[] = [];
  for (const [index, entry] of (Array.isArray(value) ? value : []).entries()) {
    const rule = readRule(entry);
    if (rule === undefined) faults.push(`classBalance.sources[${index}] has no "path".`);
    else rules.push(rule);
  }
  return { rules, faults };
}

function readRule(entry: unknown): SourceRule | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const text = (key: string): string | undefined => {
    const value: unknown = Reflect.get(entry, key);
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
  };
  const path = text('path');
  if (path === undefined) return undefined;
  const [format, reading, split] = [text('format'), text('reading'), text('split')];
  const group = text('group');
  return {
    path: path.replaceAll('\\', '/').replace(/^\.\//, '').replace(/\/+$/, ''),
    ...(format !== undefined && { format }),
    ...(reading !== undefined && { reading }),
    ...(split !== undefined && { split }),
    ...(group !== undefined && { group }),
  };
}

/**
 * The globs that are on, each once. Later tables overrule earlier ones, so that `false` in our own setting searches
 * what `files.exclude` leaves out. An entry with a `when` clause counts as on.
 */
export function readGlobs(tables: readonly unknown[]): readonly string[] {
  const on = new Map<string, boolean>();
  for (const table of tables) {
    if (typeof table !== 'object' || table === null) continue;
    for (const [glob, value] of Object.entries(table)) on.set(glob, value !== false);
  }
  return [...on].flatMap(([glob, isOn]) => (isOn ? [glob] : []));
}

/** The weighting, each value replaced by the default where it is none. */
export function readWeighting(get: (key: string) => unknown): Weighting {
  return {
    scheme: oneOf(
      get('scheme'),
      schemes.map(({ id }) => id),
      'effective-number',
    ),
    prototypes: readPrototypes(get('numberOfPrototypes')),
    normalisation: oneOf(
      get('normalisation'),
      normalisations.map(({ id }) => id),
      'sum-to-classes',
    ),
    zeroCount: oneOf(
      get('zeroCount'),
      zeroCountPolicies.map(({ id }) => id),
      'zero',
    ),
  };
}

/** How training is launched. */
export interface Launching {
  /** The user's own script, program and arguments; empty where there is none. */
  readonly command: readonly string[];
  readonly processes: number;
  readonly nodes: number;
  /** `host:port`; empty for none. */
  readonly rendezvous: string;
  readonly ray: boolean;
}

/** Each value replaced by the default where it is none; a command with anything but texts in it counts as none. */
export function readLaunching(get: (key: string) => unknown): Launching {
  const command = get('training.command');
  const isCommand =
    Array.isArray(command) && command.every((one) => typeof one === 'string') && command[0] !== '';
  const rendezvous = get('training.rendezvous');
  return {
    command: isCommand ? command : [],
    processes: wholeFrom1(get('training.processes')),
    nodes: wholeFrom1(get('training.nodes')),
    rendezvous: typeof rendezvous === 'string' ? rendezvous.trim() : '',
    ray: get('training.ray') === true,
  };
}

function wholeFrom1(value: unknown): number {
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 4096;
  return fits ? value : 1;
}

function readPrototypes(value: unknown): number {
  const { minimum, maximum, defaultValue } = prototypeParameter;
  const fits = typeof value === 'number' && value >= minimum && value <= maximum;
  return fits ? value : defaultValue;
}

function oneOf<T extends string>(value: unknown, known: readonly T[], otherwise: T): T {
  return known.find((one) => one === value) ?? otherwise;
}
