// The shared test vectors, and the config that a vector describes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LossConfig, LossFamily, Reduction } from '../../../../src/core/lossConfig/model';
import { lossConfig, type LossChoices } from '../../../../src/core/lossConfig/write';
import type { Targets } from '../../../../src/core/losses/loss';
import type { WeightRequest } from '../../../../src/core/weights/scheme';
import { weighClasses } from '../../../../src/core/weights/table';

interface Weighing {
  readonly name: string;
  readonly counts: readonly number[];
  readonly scheme: string;
  readonly n: number | null;
  readonly parameters?: Readonly<Record<string, number>>;
  readonly normalisation: NonNullable<WeightRequest['normalisation']>;
  readonly zeroCount: NonNullable<WeightRequest['zeroCount']>;
  readonly weights: readonly number[];
}

export interface WeightVector extends Weighing {
  readonly support?: readonly number[];
  readonly effective: readonly number[];
}

export interface LossVector extends Weighing {
  readonly family: LossFamily;
  readonly gamma?: number;
  readonly tau?: number;
  readonly margin?: number;
  readonly scale?: number;
  readonly reduction: Reduction;
  readonly start?: number;
  readonly epoch?: number;
  readonly logits: readonly (readonly number[])[];
  readonly targets?: readonly number[];
  readonly multiHot?: readonly (readonly number[])[];
  readonly value: number;
  readonly gradient: readonly (readonly number[])[];
}

export const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../vectors/losses.json'), 'utf8'),
) as { readonly losses: readonly LossVector[]; readonly weights: readonly WeightVector[] };

export const provenance = {
  tool: 'class-balance 0.1.0',
  created: '2026-01-02T03:04:05Z',
  dataset: 'pets',
  sources: ['train.csv'],
  unit: 'image',
  split: 'train',
  multiLabel: false,
  samples: 100,
} as const;

/** Classes `a`, `b`, … with these counts, weighed. */
export function tableOf(
  counts: readonly number[],
  request: Partial<WeightRequest> & { readonly support?: readonly number[] } = {},
) {
  const classes = counts.map((count, i) => ({ id: String(i), name: `class ${i}`, count }));
  return weighClasses({ scheme: 'effective-number', ...request, classes });
}

/** The weights of a vector as a request. */
export function requestOf({ scheme, n, parameters, normalisation, zeroCount }: Weighing) {
  return {
    scheme,
    parameters: { ...parameters, n: n ?? Infinity },
    ...{ normalisation, zeroCount },
  };
}

export function configOf(vector: LossVector): LossConfig {
  const weighted = vector.scheme !== 'none';
  const scheme = weighted ? vector.scheme : 'effective-number';
  const { family, gamma, tau, margin, scale, reduction, start } = vector;
  const choices: LossChoices = {
    ...{ family, weighted, reduction },
    ...(gamma === undefined ? {} : { gamma }),
    ...(tau === undefined ? {} : { tau }),
    ...(margin === undefined ? {} : { margin }),
    ...(scale === undefined ? {} : { scale }),
    ...(start === undefined ? {} : { schedule: { kind: 'deferred-reweighting', start } }),
  };
  const table = tableOf(vector.counts, requestOf({ ...vector, scheme }));
  return lossConfig({ table, provenance, choices });
}

export function targetsOf({ targets, multiHot }: LossVector): Targets {
  return targets ?? { multiHot: (multiHot ?? []).flat() };
}

/** The largest distance, relative where the values exceed 1. */
export function distance(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  const apart = expected.map((value, i) =>
    Number.isFinite(actual[i])
      ? Math.abs(actual[i] - value) / Math.max(1, Math.abs(value))
      : Infinity,
  );
  return Math.max(0, ...apart);
}
