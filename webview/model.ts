// From the dataset and the view to the numbers on show: counts, weights, metrics, order, search.
// All maths is the engine's. Must not know the DOM or how anything is drawn.
import { adviseWeights, type AdviceNote } from '../src/core/advice/saturation';
import { advisePrototypes, type PrototypeAdvice } from '../src/core/advice/prototypes';
import { prototypesForWeights } from '../src/core/advice/classPrototypes';
import type { DuplicatesReport } from '../src/core/duplicates/report';
import { imbalanceMetrics, type ImbalanceMetrics } from '../src/core/metrics/metrics';
import type { ClassCount, Dataset, Unit } from '../src/core/model';
import { carriesSeveral, classCounts, sampleCount, unitOf } from '../src/core/selection';
import type { Normalisation } from '../src/core/weights/normalise';
import { schemes } from '../src/core/weights/registry';
import type { WeightScheme, WeightTable } from '../src/core/weights/scheme';
import {
  prepareClasses,
  type PreparedClasses,
  weigh,
  type Weighing,
} from '../src/core/weights/table';
import type { WeightSelection } from '../src/protocol/panel';
import type { ViewState } from '../src/protocol/viewState';
import { bandingOf, type Banding } from './bands';
import { memo } from './memo';
import { bothMarked, foundBy, listedBy, orderOf } from './order';

export interface Model {
  readonly dataset: Dataset;
  /** What one count is in this view. */
  readonly unit: Unit;
  readonly samples: number;
  /** In the trainer's order. */
  readonly classes: readonly ClassCount[];
  /** Its rows are made when they are first asked for: what follows a moving slider asks {@link weighing}. */
  readonly table: WeightTable;
  readonly weighing: Weighing;
  readonly scheme: WeightScheme;
  /** Smallest and largest weight of the classes that have one; zeros where none has. */
  readonly weights: { readonly least: number; readonly most: number };
  readonly metrics: ImbalanceMetrics;
  readonly banding: Banding;
  /** True where what is counted can carry several classes. */
  readonly several: boolean;
  /** What the near-duplicates of the split on show tell, where they were asked for. */
  readonly duplicates: DuplicatesReport | undefined;
  /** Computed when asked for, so that a moving slider does not pay for it. */
  readonly advice: () => readonly AdviceNote[];
  /** Which N suits the counts; undefined where there are not two classes to weigh. */
  readonly suggestion: PrototypeAdvice | undefined;
  /** All class indices in display order. */
  readonly order: readonly number[];
  /** 1 at each class index that search and filter leave in; undefined where neither is set. */
  readonly found: Uint8Array | undefined;
  /** Class indices in display order that search and filter leave in. */
  readonly visible: readonly number[];
}

/** What export and copy are asked with, and what the weights on show are computed from. */
export function selectionOf(view: ViewState, duplicates?: DuplicatesReport): WeightSelection {
  const { datasetId, split, counted, scheme, normalisation, zeroCount, method } = view;
  const parameters = ownParameters(scheme, view.parameters);
  const own = view.ownPrototypes === true && fitting(duplicates, view) !== undefined;
  const selection = {
    ...{ datasetId, split, counted, scheme, parameters, normalisation, zeroCount },
    ...(own && { ownPrototypes: true }),
  };
  if (method === undefined) return selection;
  return { ...selection, method: { id: method, values: view.methodValues ?? {} } };
}

/** A report that is about the split on show. */
function fitting(
  duplicates: DuplicatesReport | undefined,
  { datasetId, split }: ViewState,
): DuplicatesReport | undefined {
  return duplicates?.dataset === datasetId && duplicates.split === split ? duplicates : undefined;
}

/** N and the scheme's own parameters; a view also remembers those of the other schemes. */
function ownParameters(scheme: string, all: ViewState['parameters']): ViewState['parameters'] {
  const own = schemeOf(scheme).parameters.map((parameter) => parameter.id);
  const known = new Set(['n', 'beta', ...own]);
  return Object.fromEntries(Object.entries(all).filter(([id]) => known.has(id)));
}

export function schemeOf(id: string): WeightScheme {
  return schemes.find((scheme) => scheme.id === id) ?? schemes[0];
}

/** Schemes as people see them listed. */
export const schemesByRank = schemes.toSorted((a, b) => a.rank - b.rank);

/** A selector that computes again only what a change touches. @throws RangeError as the engine does. */
export function modelSelector(): (
  dataset: Dataset,
  view: ViewState,
  duplicates?: DuplicatesReport,
) => Model {
  const countsFor = memo(classCounts);
  const metricsFor = memo((classes: readonly ClassCount[]) =>
    imbalanceMetrics(classes.map((entry) => entry.count)),
  );
  const bandingFor = memo(bandingOf);
  const prototypesFor = memo(advisePrototypes);
  const preparedFor = memo((classes: readonly ClassCount[], zeroCount: ViewState['zeroCount']) =>
    prepareClasses({ classes, zeroCount }),
  );
  const weightsFor = memo(weighted);
  const ownFor = memo((report: DuplicatesReport) => prototypesForWeights(report.classes));
  const rangeFor = memo(weightRange);
  const adviceFor = memo(adviseWeights);
  let last:
    { readonly classes: readonly ClassCount[]; readonly order: readonly number[] } | undefined;
  const order = memo(
    (
      classes: readonly ClassCount[],
      sort: ViewState['sort'],
      down: boolean,
      keys?: ArrayLike<number>,
    ) => {
      // While the slider moves the order by weight hardly changes: the one before is nearly sorted already.
      const start = last?.classes === classes ? last.order : undefined;
      const found = orderOf(classes, keys, sort, down, start);
      last = { classes, order: found };
      return found;
    },
  );
  const searchFor = memo(foundBy);
  const listedFor = memo(listedBy);
  const foundFor = memo(bothMarked);
  const visibleFor = memo((all: readonly number[], found: Uint8Array | undefined) =>
    found === undefined ? all : all.filter((index) => found[index] === 1),
  );
  return (dataset, view, given) => {
    const classes = countsFor(dataset, view.split, view.counted);
    const { scheme, parameters, normalisation, zeroCount } = view;
    const duplicates = fitting(given, view);
    const own = view.ownPrototypes === true ? duplicates && ownFor(duplicates) : undefined;
    const prepared = preparedFor(classes, zeroCount);
    const weighing = weightsFor(classes, prepared, scheme, parameters, normalisation, own);
    const { table } = weighing;
    const metrics = metricsFor(classes);
    const banding = bandingFor(dataset, classes, view.limits);
    const keys = { weight: weighing.weights, band: banding.ranks };
    const key = view.sort === 'weight' || view.sort === 'band' ? keys[view.sort] : undefined;
    const ordered = order(classes, view.sort, view.descending, key);
    const listed = listedFor(classes, banding, view.listed);
    const found = foundFor(searchFor(classes, view.search), listed);
    return {
      duplicates,
      ...{ dataset, classes, table, metrics, found, order: ordered },
      weighing,
      unit: unitOf(dataset, view.counted),
      several: carriesSeveral(dataset, view.counted),
      samples: sampleCount(dataset, view.split),
      scheme: schemeOf(scheme),
      weights: rangeFor(weighing.weights),
      advice: () => adviceFor(table, metrics),
      banding,
      suggestion: prototypesFor(metrics),
      visible: visibleFor(ordered, found),
    };
  };
}

function weighted(
  classes: readonly ClassCount[],
  prepared: PreparedClasses,
  scheme: string,
  parameters: ViewState['parameters'],
  normalisation: string,
  own: readonly (number | null)[] | undefined,
): Weighing {
  const input = {
    ...(own !== undefined && { classPrototypes: own }),
    ...{ classes, scheme },
    parameters: ownParameters(scheme, parameters),
    normalisation: normalisation as Normalisation,
  };
  return weigh(input, prepared);
}

function weightRange(weights: Float64Array): Model['weights'] {
  let least = Infinity;
  let most = 0;
  for (const weight of weights) {
    if (weight === 0) continue;
    if (weight < least) least = weight;
    if (weight > most) most = weight;
  }
  return { least: most === 0 ? 0 : least, most };
}
