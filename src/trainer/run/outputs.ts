// What a finished run leaves beside its events: the winning loss config, a report in two forms, TensorBoard's files.
// Must not know how they are made in detail, nor how the run went on the way.

import { join } from 'node:path';
import type { TrainingRecord } from '../../core/lossConfig/model';
import { lossConfigText } from '../../core/lossConfig/write';
import type { Metrics, VerdictEvent } from '../../core/training/events';
import type { RunRequest } from '../../core/training/request';
import { writeFileAtomic } from '../../node/atomicWrite';
import { armConfig } from '../armConfig';
import { reportHtml } from '../report/html';
import { reportMarkdown } from '../report/markdown';
import { reportOf } from '../report/report';
import { writeTensorBoard } from '../tensorboard/eventFiles';
import { readEvents } from './eventFile';

export interface OutputInput {
  readonly folder: string;
  readonly request: RunRequest;
  readonly verdict: Omit<VerdictEvent, 'type'>;
  readonly environment: Readonly<Record<string, string>>;
}

export async function writeOutputs(input: OutputInput): Promise<void> {
  const { folder, request, verdict } = input;
  const chosen = request.arms.find(({ name }) => name === verdict.chosen) ?? request.arms[0];
  const config = armConfig(chosen, request.classes, request, recordOf(input));
  const report = reportOf(input);
  const files: readonly (readonly [string, string])[] = [
    ['loss-config.json', lossConfigText(config)],
    ['report.md', reportMarkdown(report)],
    ['report.html', reportHtml(report)],
  ];
  for (const [name, text] of files) {
    await writeFileAtomic(join(folder, name), text, { overwrite: true });
  }
  await writeTensorBoard(folder, readEvents(join(folder, 'events.jsonl')));
}

/** What the loss config says of the comparison that chose it. */
function recordOf({ request, verdict, environment }: OutputInput): TrainingRecord {
  return {
    arms: verdict.ranking.map(({ arm, metrics, difference }) => ({
      name: arm,
      metrics: { ...numbersOf(metrics), difference },
    })),
    chosen: verdict.chosen,
    seeds: request.seeds,
    environment,
  };
}

function numbersOf(metrics: Metrics): Record<string, number> {
  return Object.fromEntries(
    Object.entries(metrics).filter((entry): entry is [string, number] => {
      return typeof entry[1] === 'number';
    }),
  );
}
