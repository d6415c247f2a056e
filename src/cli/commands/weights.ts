// `class-balance weights`: class weights of one dataset.
// Must not know export targets.

import type { ExportInput } from '../../core/exporters/exporter';
import { documentText } from '../../core/writing/document';
import type { Command } from '../flags';
import type { Io } from '../io';
import { exact, whole } from '../numbers';
import { paintFor } from '../paint';
import { scanFlags, scanGiven } from '../scanning';
import { select, selectFlags } from '../select';
import { table } from '../table';
import { plain, safe } from '../text';
import { requestOf, weigh, weighFlags } from '../weighing';

export const weights: Command = {
  name: 'weights',
  operands: '<folder>',
  summary: 'Compute class-balanced weights',
  flags: {
    json: { help: 'print counts, weights and their account as one JSON object' },
    ...selectFlags,
    ...weighFlags,
    ...scanFlags,
  },
  async run(given, io) {
    requestOf(given);
    const report = await scanGiven(given, io);
    const input = weigh(given, select(given, report), io);
    if (given.isOn('json')) io.out.write(safe(documentText(input)));
    else print(input, io);
    return 0;
  },
};

function print({ table: weighed, provenance }: ExportInput, io: Io): void {
  const paint = paintFor(io.out);
  const { rows, scheme, prototypes, beta, normalisation, zeroCount, notes } = weighed;
  const { dataset, split, unit } = provenance;
  const weight = rows.map((row) => row.weight);
  const lines = [
    `${paint.bold(plain(dataset))}  split ${plain(split)}, counted by ${unit}`,
    `${scheme}, N = ${prototypes === null ? '∞' : whole(prototypes)} (β = ${String(beta)}), ${normalisation}, empty classes: ${zeroCount}`,
    ...table(
      [
        { title: 'index', cells: rows.map((row) => String(row.index)), isNumber: true },
        { title: 'class', cells: rows.map((row) => (row.name === '' ? row.id : row.name)) },
        { title: 'count', cells: rows.map((row) => whole(row.count)), isNumber: true },
        {
          title: 'effective',
          cells: rows.map((row) => exact(row.effectiveNumber)),
          isNumber: true,
        },
        { title: 'weight', cells: weight.map(exact), isNumber: true },
      ],
      weight,
      io.out,
      paint,
    ),
    ...notes.map(
      (note) =>
        `${paint[note.severity === 'warning' ? 'warning' : 'dim'](note.severity)} ${note.message}`,
    ),
  ];
  io.out.write(`${lines.join('\n')}\n`);
}
