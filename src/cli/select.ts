// Which of the datasets found is meant, and what of it is counted.
// Must not know schemes or export targets.

import type { Dataset, ScanReport, Unit } from '../core/model';
import { units } from '../core/model';
import {
  type Counted,
  countedChoices,
  defaultSplit,
  splitChoices,
  unitOf,
} from '../core/selection';
import { ungroupedCodes } from '../core/groups/grouping';
import type { Flags, Given } from './flags';
import { CommandError, UsageError } from './io';
import { plain } from './text';

export const selectFlags: Flags = {
  dataset: { value: 'ID', help: 'which dataset, where several are found; its name will do' },
  split: {
    value: 'NAME',
    help: 'split to weigh for; default train, else everything; `all` adds up',
  },
  unit: {
    value: 'UNIT',
    help: 'what to count; `image` takes images per class instead of boxes, `group` needs --group-by',
  },
};

export interface Selection {
  readonly dataset: Dataset;
  readonly split: string;
  readonly counted: Counted;
  readonly unit: Unit;
}

/**
 * The dataset that the flags mean.
 * @throws UsageError where they leave a choice open or name what is not there, CommandError where nothing was found.
 */
export function select(given: Given, report: ScanReport): Selection {
  const wanted = given.word('unit', units);
  const dataset = datasetOf(report, given.text('dataset'), wanted);
  const counted = countedOf(dataset, wanted, given.text('group-by') !== undefined);
  if (counted === undefined) {
    const all = [...dataset.problems, ...report.problems];
    const fault = all.find(({ code }) => ungroupedCodes.includes(code));
    const known = unitsOf(dataset).join(' or ');
    const why = fault === undefined ? '' : ` ${plain(fault.message)}`;
    throw new UsageError(
      `${quoted(dataset)} is counted by ${known}, not by ${wanted ?? 'group'}.${why}`,
    );
  }
  const choices = splitChoices(dataset);
  const split = given.text('split') ?? defaultSplit(dataset);
  if (choices.length > 0 && !choices.includes(split) && split !== 'all') {
    const known = choices.map(plain).join(', ');
    throw new UsageError(`${quoted(dataset)} has no split “${split}”; there are: ${known}.`);
  }
  return { dataset, split, counted, unit: unitOf(dataset, counted) };
}

function datasetOf(report: ScanReport, id: string | undefined, unit: Unit | undefined): Dataset {
  const { datasets } = report;
  if (datasets.length === 0) throw new CommandError(`No labels were found in “${report.root}”.`);
  if (id !== undefined) {
    return called(id, datasets);
  }
  const fitting = datasets.filter((dataset) => supports(dataset, unit));
  if (fitting.length === 0) {
    throw new UsageError(`No dataset is counted by ${String(unit)}. ${listed(datasets)}`);
  }
  const asserted = fitting.filter((dataset) => dataset.status === 'asserted');
  const likely = asserted.length > 0 ? asserted : fitting;
  if (likely.length === 1) return likely[0];
  throw new UsageError(`Several datasets were found; choose one by --dataset. ${listed(fitting)}`);
}

/** By its id, or its name where that is the name of one alone: one that is sure before those that are offered. */
function called(word: string, datasets: readonly Dataset[]): Dataset {
  const byId = datasets.find(({ id }) => id === word);
  if (byId !== undefined) return byId;
  const named = datasets.filter(({ name }) => name === word);
  const asserted = named.filter(({ status }) => status === 'asserted');
  const likely = asserted.length > 0 ? asserted : named;
  if (likely.length === 1) return likely[0];
  const trouble =
    named.length > 1
      ? `Several datasets are called “${word}”; choose one by its id.`
      : `There is no dataset “${word}”.`;
  throw new UsageError(`${trouble} ${listed(named.length > 1 ? named : datasets)}`);
}

function unitsOf(dataset: Dataset): readonly Unit[] {
  return countedChoices(dataset).map((counted) => unitOf(dataset, counted));
}

/** Who asks for groups and names no unit means them. */
function countedOf(
  dataset: Dataset,
  unit: Unit | undefined,
  isGrouped: boolean,
): Counted | undefined {
  const wanted = unit ?? (isGrouped ? 'group' : dataset.unit);
  return countedChoices(dataset).find((counted) => unitOf(dataset, counted) === wanted);
}

function supports(dataset: Dataset, unit: Unit | undefined): boolean {
  return unit === undefined || unitsOf(dataset).includes(unit);
}

function listed(datasets: readonly Dataset[]): string {
  const lines = datasets.map(({ id, unit, status, classes }) => {
    const offered = status === 'offered' ? ', perhaps' : '';
    return `\n  ${plain(id)}  (${unit}, ${classes.length} classes${offered})`;
  });
  return `There are:${lines.join('')}`;
}

function quoted(dataset: Dataset): string {
  return `“${plain(dataset.name)}”`;
}
