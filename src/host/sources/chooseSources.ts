// Choose What to Count…: what was found, what may be labels and what was left out, to tick; writes classBalance.sources.
// Must not know how rules are obeyed.

import * as vscode from 'vscode';
import type { SourceRule } from '../../core/claims';
import type { Services } from '../features';
import type { FolderState } from '../folderState';
import { numberFormat } from '../format';
import { classCount } from '../words';
import { choicesOf, ignoreRules, rulesAfter, type Choice } from './choices';
import { nameSource } from './nameSource';

interface Item extends vscode.QuickPickItem {
  readonly choice?: Choice;
  readonly ignored?: SourceRule;
}

/**
 * Asks, writes the setting, and leaves the new count to who listens to it.
 * @param cli the bundled command line, which knows the formats.
 */
export async function chooseSources(services: Services, cli: string): Promise<void> {
  const state = await pickFolder(services.store.states);
  const { uri } = state.folder;
  const rules = services.config.rules(uri);
  const choices = choicesOf(state.datasets);
  const items = itemsOf(choices, ignoreRules(rules));
  // Nothing to tick: the one way left is to name something.
  const answer = items.length === 0 ? 'name' : await ask(state.folder.name, items);
  if (answer === 'name') {
    const rule = await nameSource(state.folder, cli);
    await services.config.updateRules(uri, [
      ...rules.filter(({ path }) => path !== rule.path),
      rule,
    ]);
    return;
  }
  const picked = new Set(answer.flatMap(({ choice }) => choice?.dataset.id ?? []));
  const back = answer.flatMap(({ ignored }) => ignored ?? []);
  const next = rulesAfter(rules, choices, picked, back);
  if (JSON.stringify(next) !== JSON.stringify(rules)) await services.config.updateRules(uri, next);
}

async function pickFolder(states: readonly FolderState[]): Promise<FolderState> {
  const able = states.filter(({ status }) => status !== 'included' && status !== 'unsupported');
  if (able.length === 1) return able[0];
  const items = able.map((state) => ({ label: state.folder.name, state }));
  const placeHolder = vscode.l10n.t('Choose for which folder?');
  const picked = await vscode.window.showQuickPick(items, { placeHolder });
  if (picked === undefined) throw new vscode.CancellationError();
  return picked.state;
}

function itemsOf(choices: readonly Choice[], ignored: readonly SourceRule[]): readonly Item[] {
  const heading = (label: string): Item => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const section = (label: string, items: readonly Item[]): readonly Item[] =>
    items.length === 0 ? [] : [heading(label), ...items];
  const on = choices.filter(({ isOn }) => isOn).map(choiceItem);
  const off = choices.filter(({ isOn }) => !isOn).map(choiceItem);
  const gone = ignored.map((rule): Item => ({
    label: `$(eye-closed) ${rule.path}`,
    ignored: rule,
  }));
  return [
    ...section(vscode.l10n.t('Counted'), on),
    ...section(vscode.l10n.t('May be labels: not counted unless ticked'), off),
    ...section(
      vscode.l10n.t('Left out by classBalance.sources: ticked, it is searched again'),
      gone,
    ),
  ];
}

function choiceItem(choice: Choice): Item {
  const { dataset, isOn } = choice;
  const numbers = numberFormat(vscode.env.language);
  const classes = classCount(dataset.classes.length, numbers);
  const traits = [dataset.readAs, classes, dataset.sources.slice(0, 3).join(', ')];
  return {
    label: dataset.name,
    description: traits.join(' · '),
    detail: dataset.evidence.slice(0, 2).join('; '),
    picked: isOn,
    choice,
  };
}

/** The ticked items, or `name` where the user wants to name a file that is not in the list. */
async function ask(folder: string, items: readonly Item[]): Promise<readonly Item[] | 'name'> {
  const input = vscode.window.createQuickPick<Item>();
  const nameButton: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('new-file'),
    tooltip: vscode.l10n.t('Name another file or folder'),
  };
  input.title = vscode.l10n.t('What to count in {0}', folder);
  input.placeholder = vscode.l10n.t(
    'Tick what are labels; of several readings of one file, one counts',
  );
  input.canSelectMany = true;
  input.ignoreFocusOut = true;
  input.matchOnDescription = true;
  input.items = items;
  input.selectedItems = items.filter(({ picked }) => picked === true);
  input.buttons = [nameButton];
  try {
    return await new Promise((resolve, reject) => {
      input.onDidAccept(() => {
        resolve(input.selectedItems);
      });
      input.onDidTriggerButton(() => {
        resolve('name');
      });
      input.onDidHide(() => {
        reject(new vscode.CancellationError());
      });
      input.show();
    });
  } finally {
    input.dispose();
  }
}
