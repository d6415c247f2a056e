// Asks the scan worker what a page wants to know of samples: with progress, a way to cancel, and a bound.
// Must not know how answers are shown.

import * as vscode from 'vscode';
import type { ClassPairs, Finding, SamplePlace, Study } from '../../core/sampleStudies';
import { signalOf } from '../base/cancel';
import { UserError } from '../base/errors';
import type { Datasets } from '../datasets';
import type { Found } from '../folderState';
import { numberFormat } from '../format';
import { progressText } from '../progressText';

export const mostSamples = 20;
const mostPairedClasses = 30;

export async function firstSamples(
  found: Found,
  store: Datasets,
  index: number,
  split: string,
): Promise<readonly SamplePlace[]> {
  const { name } = found.dataset.classes[index];
  const title = vscode.l10n.t('Looking for samples of {0}', name.slice(0, 80));
  const study = { kind: 'first', index, split, limit: mostSamples } as const;
  const finding = await asked(found, store, title, study);
  if (finding.kind !== 'first') throw new Error('The scan worker answered another question.');
  return finding.places;
}

export async function classPairs(
  found: Found,
  store: Datasets,
  split: string,
): Promise<ClassPairs> {
  const title = vscode.l10n.t('Counting pairs of classes in {0}', found.dataset.name);
  const study = { kind: 'pairs', split, most: mostPairedClasses } as const;
  const finding = await asked(found, store, title, study);
  if (finding.kind !== 'pairs') throw new Error('The scan worker answered another question.');
  return finding.pairs;
}

/** @throws CancellationError where the user stops it; UserError with the worker's reason. */
function asked(found: Found, store: Datasets, title: string, study: Study): PromiseLike<Finding> {
  const numbers = numberFormat(vscode.env.language);
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (bar, token) => {
    const { ScanFailure } = await import('../../node/scanClient');
    const stop = signalOf(token);
    try {
      return await store.study(found, study, {
        signal: stop.signal,
        onProgress: (progress) => {
          bar.report({ message: progressText(progress, numbers) });
        },
      });
    } catch (error) {
      throw error instanceof ScanFailure ? new UserError(error.message) : error;
    } finally {
      stop.dispose();
    }
  });
}
