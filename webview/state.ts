// What the page knows: what the host shows, what the user chose, what went wrong; and how a choice fits a dataset.
// Must not know the DOM or how anything is drawn.
import { countedChoices, defaultSplit, splitChoices } from '../src/core/selection';
import type { Dataset } from '../src/core/model';
import { methodOf } from '../src/core/advice/methods/list';
import { normalisations } from '../src/core/weights/normalise';
import { prototypeParameter } from '../src/core/weights/numberOfPrototypes';
import { schemes } from '../src/core/weights/registry';
import type { WeightParameter } from '../src/core/weights/scheme';
import type { Pairs, Samples, Shown } from '../src/protocol/panel';
import type { Trained } from '../src/protocol/panelTraining';
import type { ViewState } from '../src/protocol/viewState';
import { comparable } from './splits/subject';

export type Action =
  | 'export'
  | 'copy'
  | 'rescan'
  | 'showDataset'
  | 'open'
  | 'log'
  | 'save'
  | 'copyText'
  | 'showSamples'
  | 'countPairs'
  | 'estimateDuplicates'
  | 'startTraining'
  | 'openTrainingResults';

export interface Notice {
  readonly id: number;
  readonly severity: 'error' | 'warning' | 'information';
  readonly message: string;
}

export type { Pairs, Samples };

export interface PageState {
  readonly phase: 'loading' | 'ready' | 'failed';
  readonly shown: Shown;
  /** The dataset on show is no longer there. */
  readonly gone: boolean;
  readonly view: ViewState;
  readonly notices: readonly Notice[];
  /** The class that was last asked for; one that is asked for again is another object. */
  readonly revealed?: { readonly classIndex: number };
  /** What was last asked of the samples. */
  readonly samples?: Samples;
  readonly pairs?: Pairs;
  /** What training on a dataset has found, as last told. */
  readonly trained?: Trained;
  /** Requests that have no answer yet. */
  readonly busy: readonly Action[];
}

export const defaultView: ViewState = {
  version: 1,
  datasetId: '',
  split: '',
  counted: 'unit',
  scheme: 'effective-number',
  parameters: { n: prototypeParameter.defaultValue },
  normalisation: 'sum-to-classes',
  zeroCount: 'zero',
  sort: 'count',
  descending: true,
  search: '',
  logarithmic: false,
  view: 'distribution',
};

export const initialState: PageState = {
  phase: 'loading',
  shown: { notice: '', scanning: false, datasets: [] },
  gone: false,
  view: defaultView,
  notices: [],
  busy: [],
};

/** N of a view: `beta: 1` stands for infinity, which JSON cannot say. */
export function prototypesIn(parameters: ViewState['parameters']): number {
  if (parameters.beta === 1) return Infinity;
  return Object.hasOwn(parameters, 'n') ? parameters.n : prototypeParameter.defaultValue;
}

/** The same parameters with another N. */
export function withPrototypes(view: ViewState, n: number): ViewState['parameters'] {
  const others = Object.entries(view.parameters).filter(([id]) => id !== 'n' && id !== 'beta');
  return Object.fromEntries([...others, n === Infinity ? ['beta', 1] : ['n', n]]);
}

/** A view that fits the dataset: what it does not have is replaced by the default, the rest is kept. */
export function fitView(
  view: ViewState,
  dataset: Dataset,
  shown: Pick<Shown, 'datasets'> = { datasets: [] },
): ViewState {
  const isAnother = view.datasetId !== dataset.id && view.datasetId !== '';
  const splits = splitChoices(dataset);
  const known = normalisations.some((one) => one.id === view.normalisation);
  return {
    ...view,
    datasetId: dataset.id,
    split: splits.includes(view.split) ? view.split : defaultSplit(dataset),
    counted: countedChoices(dataset).find((one) => one === view.counted) ?? 'unit',
    scheme: schemes.some((one) => one.id === view.scheme) ? view.scheme : defaultView.scheme,
    parameters: fitParameters(view.parameters),
    normalisation: known ? view.normalisation : defaultView.normalisation,
    view: hasView(dataset, shown, view.view) ? view.view : 'distribution',
    method: methodOf(view.method)?.id,
    ...(isAnother && ofOneDataset),
  };
}

/** What says nothing of another dataset. */
const ofOneDataset = {
  ...{ search: '', listed: undefined, zoom: undefined, limits: undefined },
  ...{ compared: undefined, alsoCompared: undefined },
};

/** Whether the dataset has something to show in a view. */
export function hasView(
  dataset: Dataset,
  shown: Pick<Shown, 'datasets'>,
  view: ViewState['view'],
): boolean {
  if (view === 'splits') return comparable(dataset, shown).length > 0;
  return view !== 'pairs' || dataset.multiLabel;
}

function fitParameters(given: ViewState['parameters']): ViewState['parameters'] {
  const all: readonly WeightParameter[] = [
    prototypeParameter,
    ...schemes.flatMap((scheme) => scheme.parameters),
  ];
  const fits = ([id, value]: readonly [string, number]): boolean =>
    all.some((one) => one.id === id && value >= one.minimum && value <= one.maximum);
  const kept = Object.entries(given).filter(fits);
  if (given.beta === 1)
    return { ...Object.fromEntries(kept.filter(([id]) => id !== 'n')), beta: 1 };
  return { n: prototypeParameter.defaultValue, ...Object.fromEntries(kept) };
}
