// Reads the samples of a dataset for what a page asks of them: with progress, a way to cancel, and a bound.
// Must not know how answers are shown.

import * as vscode from 'vscode';
import { SamplesError, type ClassSample } from '../../core/collectSamples';
import { SourceError } from '../../core/ports';
import {
  FirstSamples,
  PairCounter,
  type ClassPairs,
  type SamplePlace,
} from '../../core/sampleStudies';
import { signalOf } from '../base/cancel';
import { UserError } from '../base/errors';
import type { Config } from '../config';
import type { Found } from '../folderState';
import { numberFormat } from '../format';
import { progressText } from '../progressText';

export const mostSamples = 20;
export const mostPairedClasses = 30;

export async function firstSamples(
  found: Found,
  config: Config,
  index: number,
  split: string,
): Promise<readonly SamplePlace[]> {
  const { name } = found.dataset.classes[index];
  const first = new FirstSamples(index, split, mostSamples);
  const title = vscode.l10n.t('Looking for samples of {0}', name.slice(0, 80));
  await reading(found, config, title, (sample) => first.take(sample));
  return first.places;
}

export async function classPairs(found: Found, config: Config, split: string): Promise<ClassPairs> {
  const counter = new PairCounter(found.dataset, split, mostPairedClasses);
  const title = vscode.l10n.t('Counting pairs of classes in {0}', found.dataset.name);
  await reading(found, config, title, (sample) => {
    counter.take(sample);
    return false;
  });
  return counter.pairs();
}

/** Thrown to stop reading: there is enough. */
class Enough extends Error {}

/** @param take answers true once it has enough. @throws CancellationError where the user stops it. */
function reading(
  { dataset, state }: Found,
  config: Config,
  title: string,
  take: (sample: ClassSample) => boolean,
): PromiseLike<void> {
  const root = state.folder.uri;
  const numbers = numberFormat(vscode.env.language);
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (bar, token) => {
    const { readSamples } = await import('../../node/readSamples');
    const stop = signalOf(token);
    try {
      await readSamples({
        ...{ root: root.fsPath, excludes: config.excludes(root), rules: config.rules(root) },
        ...{ dataset: dataset.id, counted: dataset, media: true, signal: stop.signal },
        onSample: (sample) => {
          if (take(sample)) throw new Enough();
        },
        onProgress: (progress) => {
          bar.report({ message: progressText(progress, numbers) });
        },
      });
    } catch (error) {
      if (error instanceof Enough) return;
      throw explained(error);
    } finally {
      stop.dispose();
    }
  });
}

function explained(error: unknown): unknown {
  const isForPeople = error instanceof SamplesError || error instanceof SourceError;
  return isForPeople ? new UserError(error.message) : error;
}
