// `class-balance report`: the report of a run that any engine trained, from its folder.
// Must not know what a report holds: the trainer writes it.

import { resolve } from 'node:path';
import type { Command } from '../flags';
import { UsageError } from '../io';
import { startTrainer } from '../trainer';

export const report: Command = {
  name: 'report',
  operands: '<run folder>',
  summary: 'Write report.md, report.html and TensorBoard files of a finished run',
  flags: {},
  async run({ operands }, io) {
    if (operands.length !== 1) throw new UsageError('Name one run folder.');
    return startTrainer(['--report', resolve(io.folder, operands[0])], io);
  },
};
