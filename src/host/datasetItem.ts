// A dataset in a quick pick: its name, how many classes, where it lies and how it is read.
// Must not know what it is picked for.

import * as vscode from 'vscode';
import type { Found } from './folderState';
import { numberFormat } from './format';
import { classCount } from './words';

/** Sources named; more are only hinted at. */
const named = 2;

export interface DatasetItem extends vscode.QuickPickItem {
  readonly found: Found;
}

/** @param several true where the workspace has several folders, so that the folder is named too. */
export function datasetItem(found: Found, several: boolean): DatasetItem {
  const { dataset, state } = found;
  const { name, sources, readAs, status, classes } = dataset;
  const more = sources.length > named ? ['…'] : [];
  const place = [...sources.slice(0, named), ...more].join(', ');
  const parts = [several ? state.folder.name : '', place === name ? '' : place, readAs];
  return {
    label: `$(${status === 'offered' ? 'question' : 'database'}) ${name}`,
    description: classCount(classes.length, numberFormat(vscode.env.language)),
    detail: parts.filter(Boolean).join(' · '),
    found,
  };
}
