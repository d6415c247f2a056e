// Files that hold several tables by name (databases, workbooks): which are one dataset, which is the likeliest.
// Must not know how any of them is stored.

import type { Claim } from '../claims';
import { groupBySplit } from '../tables/splitGroups';
import { mergeReadings } from '../tables/mergeReadings';
import type { SplitName } from '../model';
import { columnClaim, type ColumnTable, type ColumnWishes } from './columnTable';

/** One table of a file. */
export interface NamedTable {
  readonly name: string;
  readonly table: ColumnTable;
  /** Rows before the first sample, where the rows do not tell. */
  readonly skip?: number;
}

/** A table that is counted, with the split of its rows. */
export interface TablePart {
  readonly table: string;
  readonly split: SplitName;
  readonly skip?: number;
}

/** Only the likeliest table of a file is asserted; the others may describe the same samples. */
const offeredAtMost = 0.45;

/** Claims for the tables of one file; `options.parts` are {@link TablePart}s. The strongest comes first. */
export function namedTableClaims(
  format: string,
  path: string,
  tables: readonly NamedTable[],
): Claim[] {
  const groups = groupBySplit(
    tables.map(({ name, table, skip }) => ({
      path: name.replaceAll('/', '_'),
      signature: table.columns.join('\u0001'),
      value: { ...table, name, ...(skip === undefined ? {} : { skip }) },
    })),
  );
  const claims = groups.flatMap((group) =>
    mergeReadings(group.members.map(({ value }) => value)).map((reading): Claim => {
      const parts = group.members.map(({ value, split }): TablePart => ({
        table: value.name,
        split,
        ...(value.skip === undefined ? {} : { skip: value.skip }),
      }));
      const names = parts.map((part) => part.table).join(', ');
      const claim = columnClaim(format, group, reading, { parts });
      return {
        ...claim,
        sources: [{ path, kind: 'file', split: 'all' }],
        evidence: [...claim.evidence, `table ${names}`],
        reading: { id: readingId(names, reading.id), title: `${reading.title} of ${names}` },
      };
    }),
  );
  const best = claims.toSorted((a, b) => b.confidence - a.confidence);
  return best.map((claim, at) =>
    at === 0 ? claim : { ...claim, confidence: Math.min(offeredAtMost, claim.confidence) },
  );
}

function readingId(tables: string, reading: string): string {
  return `table:${tables} ${reading}`;
}

/** What the user says of one table, whose reading goes by a {@link namedTableClaims} id. */
export function wantedOf({ reading, group }: ColumnWishes, table: string): ColumnWishes {
  const start = `table:${table} `;
  const isOwn = reading?.startsWith(start) === true;
  return { reading: isOwn ? reading.slice(start.length) : undefined, group };
}
