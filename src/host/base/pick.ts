// One question of a multi-step quick pick, with a back button.
// Must not know what is asked.

import * as vscode from 'vscode';

export interface Question<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
  /** The item to begin with. */
  readonly active?: T | undefined;
  /** The items in a better order, when it is known. */
  readonly later?: Promise<readonly T[]>;
  /** Called for the item to begin with, and for every other that the user moves to. */
  readonly onActive?: (item: T) => void;
  readonly canGoBack: boolean;
}

/** The picked item or `back`. @throws CancellationError where the question is dismissed. */
export async function pick<T extends vscode.QuickPickItem>(
  question: Question<T>,
): Promise<T | 'back'> {
  const input = vscode.window.createQuickPick<T>();
  input.title = question.title;
  input.placeholder = question.placeholder;
  input.items = question.items;
  input.matchOnDescription = true;
  const active = question.active ?? question.items.find(isAnswer);
  input.activeItems = active === undefined ? [] : [active];
  let settled = false;
  let hasMoved = question.active !== undefined;
  input.onDidChangeActive(([item]: readonly (T | undefined)[]) => {
    if (settled || item === undefined) return;
    hasMoved ||= item !== active;
    question.onActive?.(item);
  });
  if (active !== undefined) question.onActive?.(active);
  input.busy = question.later !== undefined;
  void question.later?.then((items) => {
    if (settled) return;
    input.busy = false;
    reorder(input, items, hasMoved || input.value !== '');
  });
  try {
    return await answerOf(input, question.canGoBack, () => input.selectedItems.at(0));
  } finally {
    settled = true;
  }
}

const isAnswer = ({ kind }: vscode.QuickPickItem): boolean =>
  kind !== vscode.QuickPickItemKind.Separator;

/** Whoever has gone to an item stays on it; who has not yet gone anywhere is on the first. */
function reorder<T extends vscode.QuickPickItem>(
  input: vscode.QuickPick<T>,
  items: readonly T[],
  stays: boolean,
): void {
  const label = input.activeItems.at(0)?.label;
  const active = items.find((item) => isAnswer(item) && (!stays || item.label === label));
  input.items = items;
  if (active !== undefined) input.activeItems = [active];
}

export interface ManyQuestion<T extends vscode.QuickPickItem> {
  readonly title: string;
  readonly placeholder: string;
  readonly items: readonly T[];
  readonly picked: readonly T[];
  readonly canGoBack: boolean;
}

/** The ticked items, in the order of the list, or `back`. @throws CancellationError where the question is dismissed. */
export async function pickMany<T extends vscode.QuickPickItem>(
  question: ManyQuestion<T>,
): Promise<readonly T[] | 'back'> {
  const input = vscode.window.createQuickPick<T>();
  input.title = question.title;
  input.placeholder = question.placeholder;
  input.canSelectMany = true;
  input.matchOnDescription = true;
  input.items = question.items;
  input.selectedItems = question.picked;
  return await answerOf(input, question.canGoBack, () =>
    question.items.filter((item) => input.selectedItems.includes(item)),
  );
}

export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly value: string;
  readonly canGoBack: boolean;
  /** A message where the text will not do. */
  readonly fault: (text: string) => string | undefined;
}

/** The text or `back`. @throws CancellationError where the question is dismissed. */
export async function ask(question: TextQuestion): Promise<{ readonly text: string } | 'back'> {
  const input = vscode.window.createInputBox();
  input.title = question.title;
  input.prompt = question.prompt;
  input.value = question.value;
  const check = (): boolean => {
    input.validationMessage = question.fault(input.value);
    return input.validationMessage === undefined;
  };
  input.onDidChangeValue(check);
  return await answerOf(input, question.canGoBack, () =>
    check() ? { text: input.value } : undefined,
  );
}

/** Shows the input until it is accepted with an answer, left by the back button, or dismissed. */
async function answerOf<T>(
  input: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  canGoBack: boolean,
  answer: () => T | undefined,
): Promise<T | 'back'> {
  input.ignoreFocusOut = true;
  input.buttons = canGoBack ? [vscode.QuickInputButtons.Back] : [];
  try {
    return await new Promise<T | 'back'>((resolve, reject) => {
      input.onDidTriggerButton(() => {
        resolve('back');
      });
      input.onDidAccept(() => {
        const given = answer();
        if (given !== undefined) resolve(given);
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
