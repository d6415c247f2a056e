// What a finished run leaves beside its events: the winning loss config. The report is made from the folder (reports.ts).
// Must not know how it is made in detail, nor how the run went on the way.

import { join } from 'node:path';
import type { TrainingRecord } from '../../core/lossConfig/model';
import { lossConfigText } from '../../core/lossConfig/write';
import type { Metrics, VerdictEvent } from '../../core/training/events';
import type { RunRequest } from '../../core/training/request';
import { writeFileAtomic } from '../../node/atomicWrite';
import { armConfig } from '../armConfig';
import { writeReports } from './reports';

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
  await writeFileAtomic(join(folder, 'loss-config.json'), lossConfigText(config), {
    overwrite: true,
  });
  await writeReports(folder, request);
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
