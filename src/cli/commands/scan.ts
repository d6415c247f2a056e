// `class-balance scan`: every dataset in a folder with its counts.
// Must not know weights.

import type { Command } from '../flags';
import { paintFor } from '../paint';
import { problemLines } from '../problems';
import { datasetLines } from '../report';
import { scanFlags, scanGiven } from '../scanning';
import { safeJson } from '../text';
import { counted, megabytes } from '../numbers';
import type { ScanReport } from '../../core/model';
import type { Io } from '../io';

export const scan: Command = {
  name: 'scan',
  operands: '<folder>',
  summary: 'Find label files and count every class',
  flags: { json: { help: 'print the report as one JSON object' }, ...scanFlags },
  async run(given, io) {
    const report = await scanGiven(given, io);
    if (given.isOn('json')) io.out.write(`${safeJson(report)}\n`);
    else print(report, io);
    return 0;
  },
};

function print({ datasets, problems, stats }: ScanReport, io: Io): void {
  const paint = paintFor(io.out);
  for (const dataset of datasets) {
    io.out.write(`${datasetLines(dataset, io.out, paint).join('\n')}\n\n`);
  }
  for (const line of problemLines(problems, paint)) io.out.write(`${line}\n`);
  const found = datasets.length === 0 ? 'No labels' : counted(datasets.length, 'dataset');
  const looked = `${counted(stats.files, 'file')}, ${megabytes(stats.bytes)} of labels`;
  io.out.write(paint.dim(`${found} found in ${looked}, ${stats.seconds.toFixed(2)} s\n`));
  if (datasets.length > 0) return;
  io.out.write('“class-balance formats” lists what is recognised.\n');
}
