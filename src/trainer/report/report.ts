// The report of a run as plain tables and sentences; Markdown and HTML write it out.
// Must not know either form.

import type { Ranked, VerdictEvent } from '../../core/training/events';
import type { RunRequest } from '../../core/training/request';
import { percent, points } from '../numbers';

export interface ReportTable {
  readonly title: string;
  readonly head: readonly string[];
  /** As many cells a row as there are heads; the first is text, the others are numbers. */
  readonly rows: readonly (readonly string[])[];
}

export interface Report {
  readonly title: string;
  readonly statement: string;
  readonly tables: readonly ReportTable[];
  readonly notes: readonly string[];
}

export interface ReportInput {
  readonly request: RunRequest;
  readonly verdict: Omit<VerdictEvent, 'type'>;
  readonly environment: Readonly<Record<string, string>>;
}

/** A table of recalls with more classes than this would hide what matters; the events hold them all. */
const mostClasses = 200;
const mostArms = 6;

export function reportOf({ request, verdict, environment }: ReportInput): Report {
  const { ranking } = verdict;
  return {
    title: request.name,
    statement: verdict.statement,
    tables: [
      rankingTable(ranking),
      groupTable(ranking),
      recallTable(request, ranking),
      environmentTable(request, environment),
    ],
    notes: [
      'Balanced accuracy is the mean recall over the classes. All numbers are of the test split, means over seeds.',
      'Intervals are 95 % Student t intervals over seeds; differences to the plain baseline are paired by seed. They ' +
        'show what another seed would do, not what another dataset would.',
      request.weightScale === 'sample-mean'
        ? 'Weights are scaled to a mean of 1 over the training samples, so that every arm trains with steps of the ' +
          'same size under the same L2.'
        : 'Weights sum to the number of classes, as in the paper; arms then differ in the size of their steps too.',
      'Post-hoc logit adjustment subtracts the log prior from the plain model’s logits; it needs no training.',
    ],
  };
}

function rankingTable(ranking: readonly Ranked[]): ReportTable {
  return {
    title: 'Ranking',
    head: [
      'Loss',
      'Balanced accuracy',
      '95 % interval',
      'Difference',
      '95 % interval',
      'Conclusion',
    ],
    rows: ranking.map((one) => [
      one.arm,
      percent(one.mean),
      interval(one.interval, percent),
      one.conclusion === 'baseline' ? '' : points(one.difference),
      one.conclusion === 'baseline' ? '' : interval(one.differenceInterval, points),
      one.conclusion,
    ]),
  };
}

function groupTable(ranking: readonly Ranked[]): ReportTable {
  const head = ['Loss', 'Head', 'Tail', 'Many', 'Medium', 'Few', 'Accuracy', 'Calibration error'];
  return {
    title: 'Head and tail',
    head,
    rows: ranking.map(({ arm, metrics }) => [
      arm,
      ...[metrics.head, metrics.tail, metrics.many, metrics.medium, metrics.few].map(percent),
      percent(metrics.accuracy),
      percent(metrics.calibrationError),
    ]),
  };
}

function recallTable({ classes }: RunRequest, ranking: readonly Ranked[]): ReportTable {
  const shown = ranking.slice(0, mostArms);
  const more = ranking.length > mostArms ? `, best ${mostArms} of ${ranking.length} losses` : '';
  const cut =
    classes.length > mostClasses ? `, first ${mostClasses} of ${classes.length} classes` : '';
  return {
    title: `Recall by class${more}${cut}`,
    head: ['Class', 'Training samples', ...shown.map(({ arm }) => arm)],
    rows: classes
      .slice(0, mostClasses)
      .map(({ name, count }, at) => [
        name,
        String(count),
        ...shown.map(({ metrics }) => percent(metrics.recall[at])),
      ]),
  };
}

function environmentTable(
  request: RunRequest,
  environment: Readonly<Record<string, string>>,
): ReportTable {
  const rows = {
    dataset: request.dataset.name,
    seeds: request.seeds.join(', '),
    epochs: String(request.budget.epochs),
    'weight decay': String(request.optimiser.weightDecay),
    ...environment,
    tool: request.tool,
    created: request.created,
  };
  return { title: 'How it was run', head: ['', ''], rows: Object.entries(rows) };
}

function interval(
  range: readonly [number, number] | null,
  text: (share: number | null) => string,
): string {
  return range === null ? '–' : `${text(range[0])} to ${text(range[1])}`;
}
