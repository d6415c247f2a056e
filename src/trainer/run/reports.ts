// The report of a run in two forms and TensorBoard's files, from its folder alone: whichever engine trained.
// Must not know engines, nor anything that the request and the events do not say.

import { join } from 'node:path';
import type { RunRequest } from '../../core/training/request';
import { writeFileAtomic } from '../../node/atomicWrite';
import { reportHtml } from '../report/html';
import { reportMarkdown } from '../report/markdown';
import { reportOf } from '../report/report';
import { writeTensorBoard } from '../tensorboard/eventFiles';
import { checkedEvents } from './eventFile';
import { RunError } from './runError';

/**
 * Writes report.md, report.html and tensorboard/ of the newest verdict.
 * @throws RunError where the run has come to no verdict.
 */
export async function writeReports(folder: string, asked: RunRequest): Promise<void> {
  const events = checkedEvents(join(folder, 'events.jsonl'));
  const verdict = events.findLast((event) => event.type === 'verdict');
  const start = events.findLast((event) => event.type === 'start');
  if (verdict === undefined || start === undefined) {
    throw new RunError(
      `The run in “${folder}” has come to no verdict; there is nothing to report.`,
    );
  }
  // What was prepared counts, and that is what the start says.
  const request = { ...asked, classes: classesOf(asked, start.classes) };
  const report = reportOf({ request, verdict, environment: start.environment });
  const files: readonly (readonly [string, string])[] = [
    ['report.md', reportMarkdown(report)],
    ['report.html', reportHtml(report)],
  ];
  for (const [name, text] of files) {
    await writeFileAtomic(join(folder, name), text, { overwrite: true });
  }
  await writeTensorBoard(folder, events);
}

function classesOf(
  { classes }: RunRequest,
  started: readonly { readonly name: string; readonly count: number }[],
): RunRequest['classes'] {
  if (classes.length > 0) return classes;
  return started.map(({ name, count }, at) => ({ id: String(at), name, count }));
}
