// The question for the export target: likely ones first, and a preview of what each would write.
// Must not know how a project is read, nor what is done with the answer.

import * as vscode from 'vscode';
import type { FrameworkGuess } from '../../core/advice/frameworks';
import type { Exporter, ExportInput } from '../../core/exporters/exporter';
import { numberFormat } from '../format';
import { pick } from '../base/pick';
import { previewOf, type PreviewText, type PreviewWords, type Shape } from './previewText';
import { orderTargets, type LikelyTarget } from './targetOrder';

/** Milliseconds that the question waits for the guess; later ones re-order it. */
const patience = 150;

export interface TargetQuestion {
  readonly title: string;
  readonly exporters: readonly Exporter[];
  /** Id of the target chosen last time. */
  readonly last?: string | undefined;
  readonly shape: Shape;
  /** What the target would be given. Throws a `RangeError` where there is nothing to give. */
  readonly inputOf: () => ExportInput;
  readonly guesses: Promise<readonly FrameworkGuess[]>;
  readonly preview: {
    show(content: () => PreviewText): void;
    close(): Promise<void>;
  };
  readonly canGoBack: boolean;
}

type Item = vscode.QuickPickItem & { readonly exporter?: Exporter };

/** The target or `back`; the preview stays open with a target. @throws CancellationError where the question is dismissed. */
export async function askTarget(question: TargetQuestion): Promise<Exporter | 'back'> {
  const { guesses, preview, shape, inputOf } = question;
  const early = await Promise.race([guesses, after(patience)]);
  const items = itemsOf(question, early ?? []);
  const picked = await pick<Item>({
    title: question.title,
    placeholder: vscode.l10n.t('What will read the weights'),
    items,
    ...(early === undefined && { later: guesses.then((found) => itemsOf(question, found)) }),
    active: items.find(({ exporter }) => exporter !== undefined && exporter.id === question.last),
    onActive: ({ exporter }) => {
      if (exporter === undefined) return;
      preview.show(() => previewOf(exporter, inputOf, shape, previewWords()));
    },
    canGoBack: question.canGoBack,
  });
  if (picked !== 'back' && picked.exporter !== undefined) return picked.exporter;
  await preview.close();
  return 'back';
}

function itemsOf(question: TargetQuestion, guesses: readonly FrameworkGuess[]): readonly Item[] {
  const fits = (exporter: Exporter): boolean => takes(exporter, question.inputOf);
  const { likely, groups } = orderTargets(question.exporters, guesses, fits);
  const separator = (label: string): Item => ({
    label,
    kind: vscode.QuickPickItemKind.Separator,
  });
  return [
    ...(likely.length === 0 ? [] : [separator(vscode.l10n.t('Likely here'))]),
    ...likely.map((one) => ({ ...itemOf(one.exporter), description: reason(one) })),
    ...groups.flatMap(({ framework, exporters }) => [
      separator(framework),
      ...exporters.map(itemOf),
    ]),
  ];
}

function itemOf(exporter: Exporter): Item {
  return { label: exporter.title, detail: exporter.description, exporter };
}

const reason = ({ evidence: { shown, path } }: LikelyTarget): string =>
  vscode.l10n.t('`{0}` in {1}', shown, path);

function takes(exporter: Exporter, inputOf: () => ExportInput): boolean {
  try {
    return exporter.files(inputOf(), exporter.fileName).length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The preview's sentences in the user's language. */
export function previewWords(): PreviewWords {
  const numbers = numberFormat(vscode.env.language);
  return {
    more: (lines) => vscode.l10n.t('{0} more lines are not shown here.', numbers.whole(lines)),
    beside: (names) => vscode.l10n.t('Written beside it: {0}', names.join(', ')),
    binary: (name, bytes) =>
      vscode.l10n.t('{0}: a binary file of {1} bytes.', name, numbers.whole(bytes)),
    streamed: (name, samples) =>
      vscode.l10n.t('{0}: made of {1} samples when you export.', name, numbers.whole(samples)),
  };
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds, undefined);
  });
}
