// The samples behind an export of one line a sample: read with progress and a way to cancel, while the file is written.
// Must not know export targets.

import * as vscode from 'vscode';
import type { SampleSource } from '../../core/exporters/exporter';
import { signalOf } from '../base/cancel';
import { UserError } from '../base/errors';
import type { Config } from '../config';
import type { Found, FolderState } from '../folderState';
import { numberFormat } from '../format';
import { progressText } from '../progressText';

/** For previews and refusals, which read no sample. */
export const unreadSamples: SampleSource = {
  seed: 0,
  pathTo: (media) => media,
  each: () => Promise.reject(new RangeError('These samples are not to be read.')),
};

export interface SampleRequest {
  readonly title: string;
  readonly found: Pick<Found, 'dataset'> & { readonly state: Pick<FolderState, 'folder'> };
  readonly split: string;
  /** The folder of the export. */
  readonly folder: vscode.Uri;
  readonly config: Pick<Config, 'excludes' | 'rules'>;
}

/**
 * Does work that reads samples. What is wrong with them is a UserError.
 * @throws CancellationError where the user stops it.
 */
export function withSamples(
  { title, found, split, folder, config }: SampleRequest,
  work: (samples: SampleSource) => Promise<void>,
): PromiseLike<void> {
  const { dataset, state } = found;
  const root = state.folder.uri;
  const numbers = numberFormat(vscode.env.language);
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (bar, token) => {
    const { SamplesError, sampleSource, SourceError } = await import('../../node/sampleReading');
    const stop = signalOf(token);
    const samples = sampleSource({
      ...{ root: root.fsPath, excludes: config.excludes(root), rules: config.rules(root) },
      ...{ signal: stop.signal, dataset, split, folder: folder.fsPath, seed: 0 },
      onProgress: (progress) => {
        bar.report({ message: progressText(progress, numbers) });
      },
    });
    try {
      await work(samples);
    } catch (error) {
      const forPeople = [SamplesError, SourceError, RangeError];
      if (!(error instanceof Error) || !forPeople.some((kind) => error instanceof kind))
        throw error;
      throw new UserError(error.message);
    } finally {
      stop.dispose();
    }
  });
}
