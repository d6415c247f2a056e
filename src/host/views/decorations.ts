// Badges on the tree: a class without samples, a dataset with problems.
// Must not know datasets: what a badge says travels in the item's URI.

import * as vscode from 'vscode';

const scheme = 'class-balance';

/** URI of an item that carries a badge; the label and icon of the item are its own. */
export function badgeUri(kind: 'empty' | 'warning' | 'error', id: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${kind}`, query: id });
}

export function registerDecorations(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration: (uri) => (uri.scheme === scheme ? decorationOf(uri.path) : undefined),
  });
}

function decorationOf(path: string): vscode.FileDecoration | undefined {
  const warning = new vscode.ThemeColor('list.warningForeground');
  const error = new vscode.ThemeColor('list.errorForeground');
  switch (path) {
    case '/empty':
      return new vscode.FileDecoration('0', vscode.l10n.t('No samples'), warning);
    case '/warning':
      return new vscode.FileDecoration('!', vscode.l10n.t('Warnings in the labels'), warning);
    case '/error':
      return new vscode.FileDecoration('!', vscode.l10n.t('Errors in the labels'), error);
    default:
      return undefined;
  }
}
