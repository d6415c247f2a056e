// From the flags of a command to a table of weights with its account.
// Must not know how it is shown or exported.

import type { ExportInput } from '../core/exporters/exporter';
import { carriesSeveral, classCounts, sampleCount } from '../core/selection';
import { normalisations, zeroCountPolicies } from '../core/weights/normalise';
import { schemes } from '../core/weights/registry';
import type { WeightRequest } from '../core/weights/scheme';
import { weighClasses } from '../core/weights/table';
import { classN } from './classN';
import { type Flags, type Given, numberOf } from './flags';
import { type Io, UsageError } from './io';
import type { Selection } from './select';

const ids = <T extends string>(entries: readonly { readonly id: T }[]): readonly T[] =>
  entries.map((entry) => entry.id);

export const weighFlags: Flags = {
  scheme: { value: 'ID', help: 'rule from counts to weights; default effective-number' },
  beta: { value: 'NUMBER', help: 'β of the effective number, from 0 to 1' },
  n: { value: 'NUMBER', help: 'N instead of β = (N − 1) / N; default 10000' },
  parameter: {
    value: 'NAME=NUMBER',
    isMultiple: true,
    help: 'another parameter of the scheme; `class-balance schemes` lists them',
  },
  normalisation: { value: 'ID', help: `${ids(normalisations).join(', ')}; default the first` },
  'class-n': {
    value: 'FILE',
    help: 'a report of `class-balance duplicates --json`: classes that it tells an N take that',
  },
  'zero-count': {
    value: 'POLICY',
    help: `what empty classes get: ${ids(zeroCountPolicies).join(' or ')}; default the first`,
  },
};

/** @throws UsageError for anything that cannot be weighed as asked. */
export function weigh(given: Given, selection: Selection, io: Io): ExportInput {
  const { dataset, split, counted, unit } = selection;
  try {
    const classes = classCounts(dataset, split, counted);
    return {
      table: weighClasses({ ...requestOf(given), ...classN(given, selection, io), classes }),
      provenance: {
        tool: `class-balance ${io.version}`,
        created: io.now().toISOString(),
        dataset: dataset.name,
        sources: dataset.sources,
        unit,
        split,
        multiLabel: carriesSeveral(dataset, counted),
        samples: sampleCount(dataset, split),
      },
    };
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

/** What the flags ask for; checked before anything is scanned. */
export function requestOf(given: Given): WeightRequest {
  const [beta, n] = [given.number('beta'), given.number('n')];
  if (beta !== undefined && n !== undefined) {
    throw new UsageError('--beta and --n say the same thing; give one of them.');
  }
  const parameters: Record<string, number> = Object.fromEntries(
    given.texts('parameter').map(parameterOf),
  );
  if (beta !== undefined) parameters.beta = beta;
  if (n !== undefined) parameters.n = n;
  return {
    scheme: given.word('scheme', ids(schemes)) ?? 'effective-number',
    parameters,
    normalisation: given.word('normalisation', ids(normalisations)),
    zeroCount: given.word('zero-count', ids(zeroCountPolicies)),
  };
}

function parameterOf(text: string): [string, number] {
  const cut = text.indexOf('=');
  const name = text.slice(0, Math.max(0, cut));
  if (name === '') throw new UsageError(`--parameter is “${text}”; write it as NAME=NUMBER.`);
  return [name, numberOf(`Parameter ${name}`, text.slice(cut + 1))];
}
