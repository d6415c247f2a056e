// The feature columns of a table as rows of numbers: chosen and scaled from the training rows, then read again.
// Must not know file formats.

import type { Entry } from './entry';
import { splitCodes, type SplitCode } from './entry';
import { ColumnProfile, type ColumnPlan, widthOf, writeFeatures } from './columns';
import { DataError } from './npyFile';
import type { RowSource } from './rowSource';
import type { TableFile } from './tableRows';

export interface TableOptions {
  readonly open: (file: string) => Promise<TableFile>;
  /** Columns to use, by name; every usable one where absent. */
  readonly columns?: readonly string[];
  /** The column that the labels are in, where it is known. */
  readonly labelColumn?: string;
  /** Columns that are for splitting, not for learning. */
  readonly others: readonly string[];
}

const splitColumn = /^(?:split|subset|fold|partition|set)$/i;

/** @throws DataError where no column can be used, or one that was named is not there. */
export async function tableSource(
  options: TableOptions,
  entries: readonly Entry[],
  splits: readonly SplitCode[],
): Promise<RowSource> {
  const files = [...new Set(entries.map(({ file }) => file))];
  const tables = new Map<string, TableFile>();
  for (const file of files) tables.set(file, await options.open(file));
  const [first] = tables.values();
  const wanted = wantedColumns(first, options);
  const profiles = await profile(tables, entries, splits);
  const plans = first.columns.map((name, at): ColumnPlan =>
    wanted.has(name) ? profiles[at].plan(name) : { kind: 'unused', reason: 'it was not asked for' },
  );
  const width = plans.reduce((sum, plan) => sum + widthOf(plan), 0);
  if (width === 0) throw new DataError(`No column of “${files[0]}” can be used as a feature.`);
  return {
    ...{ layout: 'features', shape: [width], description: described(first.columns, plans) },
    async *rows(file) {
      const table = tables.get(file);
      if (table === undefined) return;
      yield* featureRows(table, plans, width);
    },
  };
}

/** Lines that are no samples (blank ones) are passed over with a row that nothing asks for. */
async function* featureRows(
  table: TableFile,
  plans: readonly ColumnPlan[],
  width: number,
): AsyncGenerator<Float32Array> {
  const none = new Float32Array(width);
  let line = 0;
  for await (const batch of table.rows()) {
    for (const row of batch) {
      while (line + 1 < row.line) {
        line += 1;
        yield none;
      }
      line = row.line;
      const features = new Float32Array(width);
      let at = 0;
      for (const [column, plan] of plans.entries()) {
        writeFeatures(plan, row.cells.at(column) ?? null, features, at);
        at += widthOf(plan);
      }
      yield features;
    }
  }
}

function wantedColumns(
  { columns }: TableFile,
  { columns: named, labelColumn, others }: TableOptions,
): ReadonlySet<string> {
  for (const name of named ?? []) {
    if (!columns.includes(name)) throw new DataError(`There is no column “${name}”.`);
  }
  const left = columns.filter(
    (name) => name !== labelColumn && !others.includes(name) && !splitColumn.test(name.trim()),
  );
  return new Set(named ?? left);
}

async function profile(
  tables: ReadonlyMap<string, TableFile>,
  entries: readonly Entry[],
  splits: readonly SplitCode[],
): Promise<readonly ColumnProfile[]> {
  const [first] = tables.values();
  const profiles = first.columns.map(() => new ColumnProfile());
  for (const [file, table] of tables) {
    const labels = new Map<number, number>();
    entries.forEach((entry, at) => {
      if (entry.file !== file || splits[at] !== splitCodes.train) return;
      labels.set(entry.line ?? 0, entry.label);
    });
    for await (const batch of table.rows()) {
      for (const { line, cells } of batch) {
        const label = labels.get(line);
        if (label === undefined) continue;
        for (const [at, one] of profiles.entries()) one.add(cells.at(at) ?? null, label);
      }
    }
  }
  return profiles;
}

function described(names: readonly string[], plans: readonly ColumnPlan[]): string {
  const used = names.filter((_, at) => plans[at].kind !== 'unused');
  const left = names.flatMap((name, at) => {
    const plan = plans[at];
    return plan.kind === 'unused' ? [`${name} (${plan.reason})`] : [];
  });
  const some = (list: readonly string[]): string =>
    list.slice(0, 20).join(', ') + (list.length > 20 ? `, … ${list.length} in all` : '');
  return `columns ${some(used)}${left.length === 0 ? '' : `; left out: ${some(left)}`}`;
}
