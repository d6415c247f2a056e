// `class-balance duplicates`: near-duplicates of each class, and the N that they tell.
// Must not know how pictures are hashed.

import { SamplesError } from '../../core/collectSamples';
import { mostDistance } from '../../core/duplicates/hashClusters';
import {
  duplicatesSummary,
  type ClassDuplicates,
  type DuplicatesReport,
} from '../../core/duplicates/report';
import { SourceError } from '../../core/ports';
import {
  DuplicatesError,
  findDuplicates,
  type DuplicatesProgress,
  usualDistance,
} from '../../node/duplicates/findDuplicates';
import { TooManyPictures } from '../../node/duplicates/pictures';
import type { Command, Given } from '../flags';
import { CommandError, type Io, UsageError } from '../io';
import { counted, whole } from '../numbers';
import { paintFor } from '../paint';
import { overwritingLine } from '../progress';
import { folderGiven, scanFlags, scanGiven } from '../scanning';
import { select, selectFlags } from '../select';
import { table } from '../table';
import { plain, safeJson } from '../text';

export const duplicates: Command = {
  name: 'duplicates',
  operands: '<folder>',
  summary: 'Estimate N of each class from near-duplicate pictures',
  flags: {
    json: { help: 'print the report as one JSON object, for --class-n of weights and export' },
    distance: {
      value: 'BITS',
      help: `bits of 64 in which near-duplicates may differ, 0 to ${mostDistance}; default ${usualDistance}`,
    },
    threads: { value: 'NUMBER', help: 'threads that decode; default all processors but one' },
    dataset: selectFlags.dataset,
    split: selectFlags.split,
    ...scanFlags,
  },
  async run(given, io) {
    const numbers = numbersOf(given);
    const { dataset, split } = select(given, await scanGiven(given, io));
    const progress = overwritingLine(io.err, lineOf);
    if (io.hashWorker === undefined) throw new CommandError('There is no hash worker here.');
    try {
      const report = await findDuplicates({
        ...{ ...folderGiven(given, io), ...numbers, dataset, split, hashWorker: io.hashWorker },
        ...(io.cache === undefined || given.isOn('no-cache') ? {} : { cache: io.cache }),
        onProgress: progress.show,
      });
      progress.clear();
      if (given.isOn('json')) io.out.write(`${safeJson(report)}\n`);
      else print(report, io);
      return 0;
    } catch (error) {
      if (expected.some((kind) => error instanceof kind)) {
        throw new CommandError((error as Error).message);
      }
      throw error;
    } finally {
      progress.clear();
    }
  },
};

/** What may go wrong with the data: their messages are for people. */
const expected = [DuplicatesError, TooManyPictures, SamplesError, SourceError];

function numbersOf(given: Given): { distance: number; threads?: number } {
  const distance = given.number('distance') ?? usualDistance;
  if (!(Number.isInteger(distance) && distance >= 0 && distance <= mostDistance)) {
    throw new UsageError(
      `--distance is ${distance}; it must be a whole number from 0 to ${mostDistance}.`,
    );
  }
  const threads = given.number('threads');
  if (threads === undefined) return { distance };
  if (Number.isSafeInteger(threads) && threads >= 1 && threads <= 256) return { distance, threads };
  throw new UsageError(`--threads is ${threads}; it must be a whole number from 1 to 256.`);
}

function lineOf({ phase, done, total }: DuplicatesProgress): string {
  if (phase === 'read') return `Listing: ${counted(done, 'picture')}`;
  const of = `${whole(done)} of ${whole(total)}`;
  return phase === 'hash' ? `Looking at pictures: ${of}` : `Comparing: ${of} classes`;
}

function print(report: DuplicatesReport, io: Io): void {
  const paint = paintFor(io.out);
  const { classes, skipped, withoutPicture, unsearched, distance, decoder, split, name } = report;
  const lines = [
    `${paint.bold(plain(name))}  split ${plain(split)}, at most ${distance} of 64 bits apart, by ${plain(decoder)}`,
    ...table(
      [
        { title: 'class', cells: classes.map((row) => (row.name === '' ? row.id : row.name)) },
        number('pictures', classes, ({ counts }) => whole(counts.samples)),
        number('distinct', classes, ({ counts }) => whole(counts.clusters)),
        number('N', classes, ({ prototypes }) => rounded(prototypes?.n)),
        number('from', classes, ({ prototypes, atLeast }) => rounded(prototypes?.low ?? atLeast)),
        number('to', classes, ({ prototypes }) => rounded(prototypes?.high)),
        { title: 'finding', cells: classes.map((row) => row.finding) },
      ],
      undefined,
      io.out,
      paint,
    ),
    ...classes
      .slice(0, 20)
      .map((row) => paint.dim(`${plain(row.name === '' ? row.id : row.name)}: ${row.sentence}`)),
    ...(classes.length > 20
      ? [paint.dim(`… ${classes.length - 20} classes more; --json says why of each`)]
      : []),
    duplicatesSummary(report),
  ];
  if (withoutPicture > 0) lines.push(`${counted(withoutPicture, 'sample')} without a picture here`);
  if (unsearched !== undefined) lines.push(paint.warning(plain(unsearched)));
  if (skipped.count > 0) {
    lines.push(paint.warning(`${counted(skipped.count, 'picture')} could not be decoded:`));
    for (const { path, reason } of skipped.examples) {
      lines.push(`  ${plain(path)}: ${plain(reason)}`);
    }
    const more = skipped.count - skipped.examples.length;
    if (more > 0) lines.push(`  … ${whole(more)} more`);
  }
  io.out.write(`${lines.join('\n')}\n`);
}

function number(
  title: string,
  classes: readonly ClassDuplicates[],
  cell: (row: ClassDuplicates) => string,
) {
  return { title, cells: classes.map(cell), isNumber: true };
}

function rounded(value: number | undefined): string {
  if (value === undefined) return '';
  return value === Infinity ? '∞' : whole(Number(value.toPrecision(3)));
}
