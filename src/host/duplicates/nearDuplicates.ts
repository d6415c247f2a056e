// Estimate Near-Duplicates…: the search with progress and cancellation, and what was found until the counts change.
// Must not know how pictures are compared, nor who shows the answer.

import * as vscode from 'vscode';
import { duplicatesSummary, type DuplicatesReport } from '../../core/duplicates/report';
import { classCounts, defaultSplit } from '../../core/selection';
import type { DuplicatesProgress } from '../../node/duplicates/findDuplicates';
import { signalOf } from '../base/cancel';
import { Owner } from '../base/dispose';
import { UserError } from '../base/errors';
import type { NearDuplicates, Services } from '../features';
import type { DatasetKey, Found, Target } from '../folderState';
import { numberFormat } from '../format';

interface Known {
  readonly report: DuplicatesReport;
  /** Ids and counts that it is about. */
  readonly counted: string;
}

export interface Places {
  /** The bundled hash worker. */
  readonly hashWorker: string;
  /** Folder where hashes are kept. */
  readonly cache: string;
}

export function placesOf(context: vscode.ExtensionContext): Places {
  return {
    hashWorker: context.asAbsolutePath('dist/hashWorker.mjs'),
    cache: vscode.Uri.joinPath(context.globalStorageUri, 'hashes').fsPath,
  };
}

export class DuplicateEstimates extends Owner implements NearDuplicates {
  readonly #known = new Map<DatasetKey, Known>();
  readonly #changed = this.own(new vscode.EventEmitter<undefined>());
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly services: Services,
    private readonly places: Places,
  ) {
    super();
  }

  of(found: Found): DuplicatesReport | undefined {
    const known = this.#known.get(found.key);
    if (known === undefined) return undefined;
    return known.counted === countedIn(found, known.report.split) ? known.report : undefined;
  }

  async estimate(target: Target): Promise<DuplicatesReport> {
    const { store } = this.services;
    const found = store.find(target.key);
    if (found === undefined) {
      throw new UserError(
        vscode.l10n.t('The dataset is no longer there. Scan the workspace again.'),
      );
    }
    const split = target.split ?? defaultSplit(found.dataset);
    const report = await this.#search(found, split);
    this.#known.set(found.key, { report, counted: countedIn(found, split) });
    this.services.log.info(duplicatesSummary(report));
    if (report.unsearched !== undefined) this.services.log.warn(report.unsearched);
    for (const { path, reason } of report.skipped.examples) {
      this.services.log.warn(`${path} could not be decoded: ${reason}`);
    }
    this.#changed.fire(undefined);
    return report;
  }

  #search(found: Found, split: string): Thenable<DuplicatesReport> {
    const { dataset, state } = found;
    const { config } = this.services;
    const root = state.folder.uri;
    const location = vscode.ProgressLocation.Notification;
    const title = vscode.l10n.t('Looking for near-duplicates in {0}', dataset.name);
    return vscode.window.withProgress(
      { location, title, cancellable: true },
      async (bar, token) => {
        const { DuplicatesError, findDuplicates, SamplesError, SourceError, usualDistance } =
          await import('../../node/sampleReading');
        const stop = signalOf(token);
        let told = 0;
        try {
          return await findDuplicates({
            ...{ root: root.fsPath, excludes: config.excludes(root), rules: config.rules(root) },
            ...{ dataset, split, distance: usualDistance, signal: stop.signal, ...this.places },
            onProgress: (progress) => {
              const now = Date.now();
              if (now - told < 100) return;
              told = now;
              bar.report({ message: progressText(progress) });
            },
          });
        } catch (error) {
          if (stop.signal.aborted) throw new vscode.CancellationError();
          const forPeople = [DuplicatesError, SamplesError, SourceError];
          if (forPeople.some((kind) => error instanceof kind)) {
            throw new UserError((error as Error).message);
          }
          throw error;
        } finally {
          stop.dispose();
        }
      },
    );
  }
}

function countedIn({ dataset }: Found, split: string): string {
  const has = split === 'all' || dataset.splits.some(({ name }) => name === split);
  if (!has) return '';
  return JSON.stringify(classCounts(dataset, split).map(({ id, count }) => [id, count]));
}

function progressText({ phase, done, total }: DuplicatesProgress): string {
  const numbers = numberFormat(vscode.env.language);
  const [now, all] = [numbers.whole(done), numbers.whole(total)];
  switch (phase) {
    case 'read':
      return vscode.l10n.t('{0} pictures', now);
    case 'hash':
      return vscode.l10n.t('{0} of {1} pictures', now, all);
    case 'cluster':
      return vscode.l10n.t('Comparing: {0} of {1} classes', now, all);
  }
}
