// The questions on the way to a training run: dataset, engine, model, arms, budget, seeds, what to keep, and a last look.
// Must not know what is done with the answers.

import * as vscode from 'vscode';
import { defaultSeeds } from '../../core/training/defaults';
import { type Arm, savesModels } from '../../core/training/request';
import { ask, pick, pickMany } from '../base/pick';
import type { Answer, Step } from '../base/steps';
import { datasetItem } from '../datasetItem';
import type { Found } from '../folderState';
import type { EngineOption } from './engineOptions';
import { listedArms } from './runRequest';

export type ArmChoice = 'default' | 'full' | 'chosen';

/** What is remembered of the last run, as far as it was answered. */
export interface Last {
  readonly engine?: string;
  readonly device?: string;
  readonly model?: string;
  readonly arms?: ArmChoice;
  /** Names of chosen arms. */
  readonly names?: readonly string[];
  readonly minutes?: number;
  readonly seeds?: number;
  readonly saveModel?: boolean;
}

export interface Answers {
  readonly datasets: readonly Found[];
  readonly found?: Found;
  /** Engines for the dataset, best first. */
  readonly engines: (found: Found) => Promise<readonly EngineOption[]>;
  readonly engine?: EngineOption;
  readonly model?: string;
  readonly armChoice?: ArmChoice;
  readonly arms?: readonly Arm[];
  /** `null`: no limit. */
  readonly minutes?: number | null;
  readonly seeds?: number;
  /** Save the model that won, too. */
  readonly saveModel?: boolean;
  /** `copy` writes the request and copies the command line, `start` starts it. */
  readonly action?: 'start' | 'copy';
  readonly last: Last;
  /** The exact command line; the run folder's time is still open. */
  readonly commandOf: (state: Answers) => string;
  /** Called for an engine that is not available; afterwards the engines are asked for again. */
  readonly mend: (engine: EngineOption) => Promise<void>;
}

type Asked = Promise<Answer<Answers>>;

export const questions: readonly Step<Answers>[] = [
  ...[
    askDataset,
    askEngine,
    askModel,
    askArms,
    askChosenArms,
    askBudget,
    askSeeds,
    askKeep,
    askStart,
  ],
];

const next = (state: Answers): Answer<Answers> => ({ state, asked: true });
const skip = (state: Answers): Answer<Answers> => ({ state, asked: false });

const titleOf = ({ found }: Answers): string =>
  found === undefined
    ? vscode.l10n.t('Start training')
    : vscode.l10n.t('Start training on {0}', found.dataset.name);

async function askDataset(state: Answers, canGoBack: boolean): Asked {
  if (state.found !== undefined) return skip(state);
  if (state.datasets.length === 1) return skip({ ...state, found: state.datasets[0] });
  const several = new Set(state.datasets.map((found) => found.state.folder)).size > 1;
  const items = state.datasets.map((found) => datasetItem(found, several));
  const placeholder = vscode.l10n.t('The dataset to train on');
  const picked = await pick({ title: titleOf(state), placeholder, items, canGoBack });
  return picked === 'back' ? picked : next({ ...state, found: picked.found });
}

type EngineItem = vscode.QuickPickItem & { readonly engine?: EngineOption };

function engineItems(engines: readonly EngineOption[]): readonly EngineItem[] {
  const recommended = vscode.l10n.t('recommended');
  const item = (engine: EngineOption, at: number): EngineItem => ({
    label: `$(${engine.available ? 'vm' : 'circle-slash'}) ${engine.title}`,
    description: [
      engine.deviceName,
      engine.available ? (at === 0 ? recommended : '') : wayOut(engine),
    ]
      .filter(Boolean)
      .join(' · '),
    detail: engine.reason,
    engine,
  });
  const [able, missing] = [true, false].map((is) =>
    engines.filter(({ available }) => available === is).map(item),
  );
  const heading: EngineItem = {
    label: vscode.l10n.t('Not available here'),
    kind: vscode.QuickPickItemKind.Separator,
  };
  return missing.length === 0 ? able : [...able, heading, ...missing];
}

/** What choosing an engine that is not available leads to. */
function wayOut({ remedy }: EngineOption): string {
  if (remedy === undefined) return '';
  return remedy === 'python' || remedy === 'command'
    ? vscode.l10n.t('choose it to see the setting')
    : vscode.l10n.t('choose it to set it up');
}

async function askEngine(state: Answers, canGoBack: boolean): Asked {
  const { found, last } = state;
  if (found === undefined) return 'back';
  const engines = await state.engines(found);
  const items = engineItems(engines);
  const title = titleOf(state);
  const placeholder = vscode.l10n.t('What trains, and on which device');
  const able = items.filter(({ engine }) => engine?.available === true);
  const active =
    able.find(({ engine }) => engine?.id === last.engine && engine?.device === last.device) ??
    able.find(({ engine }) => engine?.id === last.engine);
  const picked = await pick({ title, placeholder, items, active, canGoBack });
  if (picked === 'back' || picked.engine === undefined) return 'back';
  if (picked.engine.available) return next({ ...state, engine: picked.engine });
  await state.mend(picked.engine);
  return await askEngine(state, canGoBack);
}

async function askModel(state: Answers, canGoBack: boolean): Asked {
  const { engine, last } = state;
  if (engine === undefined) return 'back';
  const { models, anyModel } = engine;
  if (models.length === 1 && !anyModel) return skip({ ...state, model: models[0] });
  const known = models.map((model) => ({ label: model, description: describeModel(model), model }));
  const other = { label: vscode.l10n.t('Another model…'), description: '', model: undefined };
  const picked = await pick<vscode.QuickPickItem & { readonly model: string | undefined }>({
    title: titleOf(state),
    placeholder: vscode.l10n.t('The model to train'),
    items: anyModel ? [...known, other] : known,
    active: known.find(({ model }) => model === last.model),
    canGoBack,
  });
  if (picked === 'back') return picked;
  if (picked.model !== undefined) return next({ ...state, model: picked.model });
  const typed = await ask({
    title: titleOf(state),
    prompt: vscode.l10n.t('torchvision:NAME or timm:NAME, for example torchvision:resnet18'),
    value: 'torchvision:resnet18',
    canGoBack: true,
    fault: (text) =>
      /^(torchvision|timm):[\w.-]+$/.test(text.trim())
        ? undefined
        : vscode.l10n.t('It must be torchvision:NAME or timm:NAME.'),
  });
  if (typed === 'back') return await askModel(state, canGoBack);
  return next({ ...state, model: typed.text.trim() });
}

function describeModel(model: string): string {
  switch (model) {
    case 'linear':
      return vscode.l10n.t('softmax regression');
    case 'mlp':
      return vscode.l10n.t('one hidden layer');
    case 'small-cnn':
      return vscode.l10n.t('a small convolutional net');
    case 'resnet20':
    case 'resnet32':
      return vscode.l10n.t('for images of 32 × 32 pixels');
    default:
      return '';
  }
}

async function askArms(state: Answers, canGoBack: boolean): Asked {
  const { found, engine, last } = state;
  if (found === undefined || engine === undefined) return 'back';
  const lists = (['default', 'full'] as const).map((list) => {
    return { list, arms: listedArms(list, found.dataset, engine.id) };
  });
  const items: readonly (vscode.QuickPickItem & { readonly choice: ArmChoice })[] = [
    {
      label: vscode.l10n.t('The short list: {0} losses', lists[0].arms.length),
      detail: lists[0].arms.map(({ name }) => name).join(', '),
      choice: 'default',
    },
    {
      label: vscode.l10n.t('The full grid: {0} losses', lists[1].arms.length),
      detail: vscode.l10n.t('The worse half is dropped as the budgets grow.'),
      choice: 'full',
    },
    { label: vscode.l10n.t('Choose…'), choice: 'chosen' },
  ];
  const placeholder = vscode.l10n.t('The losses to compare with plain cross-entropy');
  const active = items.find(({ choice }) => choice === last.arms);
  const picked = await pick({ title: titleOf(state), placeholder, items, active, canGoBack });
  if (picked === 'back') return picked;
  const { choice } = picked;
  const arms = lists.find(({ list }) => list === choice)?.arms;
  return next({ ...state, armChoice: choice, arms });
}

async function askChosenArms(state: Answers, canGoBack: boolean): Asked {
  const { found, engine, last, armChoice } = state;
  if (found === undefined || engine === undefined) return 'back';
  if (armChoice !== 'chosen') return skip(state);
  const [baseline, ...rest] = listedArms('full', found.dataset, engine.id);
  const items = rest.map((arm) => ({ label: arm.name, arm }));
  const names = last.names ?? listedArms('default', found.dataset, engine.id).map(nameOf);
  const picked = await pickMany({
    title: titleOf(state),
    placeholder: vscode.l10n.t('The losses to compare; {0} is always among them', baseline.name),
    items,
    picked: items.filter(({ label }) => names.includes(label)),
    canGoBack,
  });
  if (picked === 'back') return picked;
  return next({ ...state, arms: [baseline, ...picked.map(({ arm }) => arm)] });
}

const nameOf = ({ name }: Arm): string => name;

async function askBudget(state: Answers, canGoBack: boolean): Asked {
  const { last } = state;
  const items: readonly (vscode.QuickPickItem & { readonly minutes: number | null })[] = [
    {
      label: vscode.l10n.t('No limit'),
      description: vscode.l10n.t('every loss, every seed, all epochs'),
      minutes: null,
    },
    ...[2, 10, 60, 480].map((minutes) => ({
      label: vscode.l10n.t('The best in {0} minutes', minutes),
      minutes,
    })),
  ];
  const placeholder = vscode.l10n.t('How long it may take');
  const active = items.find(({ minutes }) => minutes === (last.minutes ?? null));
  const picked = await pick({ title: titleOf(state), placeholder, items, active, canGoBack });
  return picked === 'back' ? picked : next({ ...state, minutes: picked.minutes });
}

async function askSeeds(state: Answers, canGoBack: boolean): Asked {
  const items = [1, 3, 5, 10].map((seeds) => ({
    label: seeds === 1 ? vscode.l10n.t('1 seed') : vscode.l10n.t('{0} seeds', seeds),
    description: seeds === 1 ? vscode.l10n.t('no interval, so no verdict to rely on') : '',
    seeds,
  }));
  const placeholder = vscode.l10n.t('How often each loss is trained; the interval comes from it');
  const active = items.find(({ seeds }) => seeds === (state.last.seeds ?? defaultSeeds));
  const picked = await pick({ title: titleOf(state), placeholder, items, active, canGoBack });
  return picked === 'back' ? picked : next({ ...state, seeds: picked.seeds });
}

async function askKeep(state: Answers, canGoBack: boolean): Asked {
  const { engine, last } = state;
  if (engine === undefined) return 'back';
  // The others keep checkpoints of their own.
  if (!savesModels(engine.id)) return skip(state);
  const items: readonly (vscode.QuickPickItem & { readonly saveModel: boolean })[] = [
    { label: vscode.l10n.t('Loss config and report'), saveModel: false },
    {
      label: vscode.l10n.t('Loss config, report and the model that won'),
      detail: vscode.l10n.t('The model is saved as model/model.json for TensorFlow.js.'),
      saveModel: true,
    },
  ];
  const placeholder = vscode.l10n.t('What to keep');
  const active = items.find(({ saveModel }) => saveModel === (last.saveModel ?? false));
  const picked = await pick({ title: titleOf(state), placeholder, items, active, canGoBack });
  return picked === 'back' ? picked : next({ ...state, saveModel: picked.saveModel });
}

/** In a dialog, which shows all of the command line however long it is. */
async function askStart(state: Answers, canGoBack: boolean): Asked {
  const { engine, arms, model, seeds = defaultSeeds } = state;
  if (engine === undefined || arms === undefined) return 'back';
  const jobs =
    seeds === 1
      ? vscode.l10n.t('{0} losses × 1 seed', arms.length)
      : vscode.l10n.t('{0} losses × {1} seeds', arms.length, seeds);
  const kept = state.saveModel === true ? vscode.l10n.t('saves the model that won') : '';
  const what = [engine.title, engine.deviceName, model, jobs, kept].filter(Boolean).join(' · ');
  const runs = vscode.l10n.t('Runs on {0}. {1}', engine.deviceName, engine.reason);
  const detail = `${what}\n${runs}\n\n${state.commandOf(state)}`;
  const [start, copy, back] = [
    vscode.l10n.t('Start'),
    vscode.l10n.t('Copy the Command Line'),
    vscode.l10n.t('Back'),
  ];
  const others = canGoBack ? [copy, back] : [copy];
  const options = { modal: true, detail };
  const asked = vscode.l10n.t('{0}?', titleOf(state));
  const picked = await vscode.window.showInformationMessage(asked, options, start, ...others);
  if (picked === undefined) throw new vscode.CancellationError();
  if (picked === back) return 'back';
  return next({ ...state, action: picked === copy ? 'copy' : 'start' });
}
