// The questions on the way to weights: split, unit, scheme, its parameters, target.
// Must not know what is done with the answers.

import * as vscode from 'vscode';
import type { Exporter, ExportInput } from '../../core/exporters/exporter';
import type { Dataset, SplitName } from '../../core/model';
import {
  countedChoices,
  defaultSplit,
  sampleCount,
  splitChoices,
  type Counted,
} from '../../core/selection';
import { betaOf } from '../../core/weights/numberOfPrototypes';
import { schemes } from '../../core/weights/registry';
import type { WeightParameter, WeightScheme } from '../../core/weights/scheme';
import { numberFormat } from '../format';
import { askTarget, type TargetQuestion } from './askTarget';
import { ask, pick } from '../base/pick';
import { readPrototypes, usualPrototypes } from './prototypes';
import type { Answer, Step } from '../base/steps';

export interface Answers {
  readonly title: string;
  readonly dataset: Dataset;
  readonly exporters: readonly Exporter[];
  readonly split?: SplitName;
  readonly counted?: Counted;
  readonly scheme?: string;
  /** Resolved parameters; absent until asked. */
  readonly parameters?: Readonly<Partial<Record<string, number>>>;
  /** N by the settings or the last choice. */
  readonly prototypes: number;
  readonly exporter?: Exporter;
  /** What was chosen last time. */
  readonly last: { readonly scheme: string; readonly exporter?: string };
  /** What the last question needs to guess and to preview. */
  readonly target: Pick<TargetQuestion, 'shape' | 'guesses' | 'preview'> & {
    readonly inputOf: (state: Answers) => ExportInput;
  };
}

export const questions: readonly Step<Answers>[] = [
  askSplit,
  askCounted,
  askScheme,
  askParameter,
  askExporter,
];

const skip = (state: Answers): Answer<Answers> => ({ state, asked: false });
const next = (state: Answers): Answer<Answers> => ({ state, asked: true });

async function askSplit(state: Answers, canGoBack: boolean): Promise<Answer<Answers>> {
  const { dataset, title } = state;
  if (state.split !== undefined) return skip(state);
  const choices = splitChoices(dataset);
  if (choices.length < 2) return skip({ ...state, split: defaultSplit(dataset) });
  const numbers = numberFormat(vscode.env.language);
  const items = choices.map((split) => ({
    label: split,
    description: vscode.l10n.t('{0} samples', numbers.whole(sampleCount(dataset, split))),
    split,
  }));
  const placeholder = vscode.l10n.t('Split to compute weights from: usually the training split');
  const active = items.find(({ split }) => split === defaultSplit(dataset));
  const picked = await pick({ title, placeholder, items, active, canGoBack });
  return picked === 'back' ? picked : next({ ...state, split: picked.split });
}

async function askCounted(state: Answers, canGoBack: boolean): Promise<Answer<Answers>> {
  const { dataset, title } = state;
  if (state.counted !== undefined) return skip(state);
  const choices = countedChoices(dataset);
  if (choices.length === 1) return skip({ ...state, counted: 'unit' });
  const all: readonly (vscode.QuickPickItem & { readonly counted: Counted })[] = [
    {
      label: vscode.l10n.t('Every {0}', dataset.unit),
      description: vscode.l10n.t('what the loss sees'),
      counted: 'unit',
    },
    {
      label: vscode.l10n.t('Images holding the class'),
      description: vscode.l10n.t('for samplers and image-level losses'),
      counted: 'images',
    },
    {
      label: vscode.l10n.t('Groups by {0}', dataset.grouping ?? ''),
      description: vscode.l10n.t('where samples of one group resemble each other'),
      counted: 'groups',
    },
  ];
  const items = all.filter(({ counted }) => choices.includes(counted));
  const placeholder = vscode.l10n.t('What to count');
  const picked = await pick({ title, placeholder, items, canGoBack });
  return picked === 'back' ? picked : next({ ...state, counted: picked.counted });
}

async function askScheme(state: Answers, canGoBack: boolean): Promise<Answer<Answers>> {
  const { title } = state;
  if (state.scheme !== undefined) return skip(state);
  const items = schemes
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ id, title: label, formula, description }) => {
      return { label, detail: `${formula}. ${description}`, id };
    });
  const active = items.find(({ id }) => id === state.last.scheme);
  const placeholder = vscode.l10n.t('How to compute the weights');
  const picked = await pick({ title, placeholder, items, active, canGoBack });
  return picked === 'back' ? picked : next({ ...state, scheme: picked.id });
}

async function askParameter(state: Answers, canGoBack: boolean): Promise<Answer<Answers>> {
  if (state.parameters !== undefined) return skip(state);
  const scheme = schemes.find(({ id }) => id === state.scheme);
  const parameter = scheme?.parameters.at(0);
  if (scheme === undefined || parameter === undefined) {
    return skip({ ...state, parameters: { n: state.prototypes } });
  }
  return parameter.id === 'n'
    ? await askPrototypes(state, canGoBack)
    : await askNumber(state, scheme, parameter, canGoBack);
}

async function askPrototypes(state: Answers, canGoBack: boolean): Promise<Answer<Answers>> {
  const { title, prototypes } = state;
  const numbers = numberFormat(vscode.env.language);
  const all = [...new Set([prototypes, ...usualPrototypes])].sort((a, b) => a - b);
  const known = all.map((n) => ({
    label: `N = ${numbers.whole(n)}`,
    description: `β = ${betaOf(n)}`,
    ...(n === prototypes && { detail: vscode.l10n.t('From the setting or your last choice') }),
    n,
  }));
  const other = { label: vscode.l10n.t('Another N or β…'), n: undefined };
  const picked = await pick<vscode.QuickPickItem & { readonly n: number | undefined }>({
    title,
    placeholder: vscode.l10n.t('Number of prototypes N; β = (N − 1) / N'),
    items: [...known, other],
    active: known.find(({ n }) => n === prototypes),
    canGoBack,
  });
  if (picked === 'back') return picked;
  if (picked.n !== undefined) return next({ ...state, parameters: { n: picked.n } });
  const typed = await ask({
    title,
    prompt: vscode.l10n.t('N such as 10000, or β such as 0.9999, or ∞'),
    value: String(prototypes),
    canGoBack: true,
    fault: (text) =>
      readPrototypes(text) === undefined
        ? vscode.l10n.t('A number: 1 or more is N, less than 1 is β.')
        : undefined,
  });
  if (typed === 'back') return await askPrototypes(state, canGoBack);
  return next({ ...state, parameters: { n: readPrototypes(typed.text) ?? prototypes } });
}

async function askNumber(
  state: Answers,
  scheme: WeightScheme,
  parameter: WeightParameter,
  canGoBack: boolean,
): Promise<Answer<Answers>> {
  const { minimum, maximum, defaultValue, title, description, id } = parameter;
  const read = (text: string): number => Number(text.trim().replace(',', '.'));
  const typed = await ask({
    title: `${state.title} · ${scheme.title}`,
    prompt: `${title}. ${description}`,
    value: String(defaultValue),
    canGoBack,
    fault: (text) => {
      const fits = text.trim() !== '' && read(text) >= minimum && read(text) <= maximum;
      return fits ? undefined : vscode.l10n.t('A number from {0} to {1}', minimum, maximum);
    },
  });
  if (typed === 'back') return typed;
  return next({ ...state, parameters: { [id]: read(typed.text), n: state.prototypes } });
}

async function askExporter(state: Answers, canGoBack: boolean): Promise<Answer<Answers>> {
  if (state.exporter !== undefined) return skip(state);
  const { title, exporters, last, target } = state;
  const inputOf = once(() => target.inputOf(state));
  const question = { title, exporters, last: last.exporter, canGoBack, ...target, inputOf };
  const picked = await askTarget(question);
  return picked === 'back' ? picked : next({ ...state, exporter: picked });
}

/** Weighing many classes takes a while; every preview needs it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
