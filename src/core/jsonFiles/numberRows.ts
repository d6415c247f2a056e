// Rows of numbers in JSON, each with its class behind them: `[5.1, 3.5, 1.4, 0.2, "setosa"]`.
// Must not know files; judges from a sketch, counts nothing.

import type { JsonValue } from '../bytes/jsonValue';
import type { FoundLayout } from './layoutKinds';
import { isList } from './sketch';

const fewestRows = 20;
const fewestNumbers = 2;

/** The layout of a list of such rows; undefined for any other list. */
export function rowsIn(list: readonly JsonValue[], path: string): FoundLayout | undefined {
  const rows = list.filter(isList);
  const place = (rows.at(0)?.length ?? 0) - 1;
  if (rows.length !== list.length || rows.length < fewestRows || place < fewestNumbers)
    return undefined;
  const areNumbers = rows.every(
    (row) =>
      row.length === place + 1 && row.slice(0, place).every((one) => typeof one === 'number'),
  );
  const labels = rows.map((row) => row[place]).filter((one) => typeof one === 'string');
  const isFew = new Set(labels).size * 3 <= labels.length;
  if (!areNumbers || labels.length !== rows.length || !isFew) return undefined;
  return {
    kind: { how: 'rows', label: place },
    path: `${path}[]`,
    unit: 'row',
    confidence: 0.75,
    evidence: 'JSON list of rows of numbers, each with a label behind them',
    labels,
  };
}
