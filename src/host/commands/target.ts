// Which dataset a command is about: named by a tree item, by files of the Explorer, or picked from a list.
// Must not know what is done with it.

import * as vscode from 'vscode';
import { UserError } from '../base/errors';
import { datasetItem, type DatasetItem } from '../datasetItem';
import type { Datasets } from '../datasets';
import type { Found, Target } from '../folderState';
import { numberFormat } from '../format';
import { emptyText } from '../outcome';
import { scanFirst } from './scanFirst';

type ItemOrHeading = vscode.QuickPickItem & Partial<Pick<DatasetItem, 'found'>>;

/** What VS Code hands to a command: a tree item, a file with all selected files, or nothing. */
export type CommandArguments = readonly unknown[];

export interface Wanted {
  readonly fits?: (found: Found) => boolean;
  /** True where what is shown follows the counts anyway, so that nobody has to wait for the whole scan. */
  readonly mayBeOld?: boolean;
}

/**
 * The target, after a scan where none has been made.
 * @throws UserError where there is nothing to choose; CancellationError where the user gives up.
 */
export async function pickTarget(
  store: Datasets,
  args: CommandArguments,
  placeHolder: string,
  { fits = () => true, mayBeOld = false }: Wanted = {},
): Promise<Target> {
  const named = targetOf(args.at(0));
  if (named !== undefined) return named;
  const uris = urisOf(args);
  const known = (): boolean => uris.length > 0 && uris.every((uri) => isCounted(store, uri));
  await scanFirst(store, uris.length === 0 ? undefined : uris, mayBeOld ? known : undefined);
  const all = uris.length === 0 ? store.all : uris.flatMap((uri) => store.at(uri));
  const unique = [...new Map(all.map((found) => [found.key, found])).values()];
  const fitting = unique.filter(fits);
  // Who points at a file means its labels, not what else might be read from it.
  const sure = fitting.filter(({ dataset }) => dataset.status === 'asserted');
  const choices = uris.length > 0 && sure.length > 0 ? sure : fitting;
  if (choices.length === 0) throw nothingError(store, uris, unique.length > 0);
  if (choices.length === 1) return { key: choices[0].key };
  return await pickOne(choices, placeHolder, store.states.length > 1);
}

/** The target that an item of the tree carries. */
export function targetOf(argument: unknown): Target | undefined {
  if (typeof argument !== 'object' || argument === null || !('target' in argument))
    return undefined;
  const { target } = argument;
  if (typeof target !== 'object' || target === null || !('key' in target)) return undefined;
  if (typeof target.key !== 'string') return undefined;
  const split = 'split' in target && typeof target.split === 'string' ? target.split : undefined;
  const index = 'classIndex' in target ? target.classIndex : undefined;
  return {
    key: target.key,
    ...(split !== undefined && { split }),
    ...(typeof index === 'number' && { classIndex: index }),
  };
}

/** True where the labels of this very file have been counted. */
function isCounted(store: Datasets, uri: vscode.Uri): boolean {
  const path = store.locate(uri)?.path;
  const isRead = ({ dataset }: Found): boolean =>
    dataset.status === 'asserted' && dataset.sources.some((source) => source === path);
  return store.at(uri).some(isRead);
}

/** The files: all that are selected in the Explorer, else the one that was clicked. */
function urisOf([clicked, selected]: CommandArguments): readonly vscode.Uri[] {
  const all = Array.isArray(selected) ? selected.filter((one) => one instanceof vscode.Uri) : [];
  if (all.length > 0) return all;
  return clicked instanceof vscode.Uri ? [clicked] : [];
}

async function pickOne(
  choices: readonly Found[],
  placeHolder: string,
  several: boolean,
): Promise<Target> {
  const [sure, offered] = (['asserted', 'offered'] as const).map((status) =>
    choices
      .filter(({ dataset }) => dataset.status === status)
      .map((found): ItemOrHeading => datasetItem(found, several)),
  );
  const heading: ItemOrHeading = {
    label: vscode.l10n.t('May be labels'),
    kind: vscode.QuickPickItemKind.Separator,
  };
  const items = offered.length > 0 ? [...sure, heading, ...offered] : sure;
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  if (picked?.found === undefined) throw new vscode.CancellationError();
  return { key: picked.found.key };
}

function nothingError(store: Datasets, uris: readonly vscode.Uri[], unfit: boolean): UserError {
  if (unfit) return new UserError(vscode.l10n.t('No dataset here has several splits.'));
  const failed = store.states.find(({ status }) => status === 'failed');
  if (failed !== undefined) {
    return new UserError(vscode.l10n.t('The scan failed: {0}', failed.reason ?? ''));
  }
  const names = uris.map(({ path }) => path.slice(path.lastIndexOf('/') + 1)).join(', ');
  const text =
    names === ''
      ? emptyText(store.states, numberFormat(vscode.env.language))
      : vscode.l10n.t('No labels were found in {0}.', names);
  const title = vscode.l10n.t('Choose What to Count…');
  return new UserError(text, { title, command: 'classBalance.chooseSources' });
}
