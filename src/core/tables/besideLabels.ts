// Columns named like a label that only say more of what another column labels: of what it is told, how kindly, who reads it aloud.
// Must not know files, nor how labels are ranked.

import type { ColumnProfile } from './columnProfile';
import { isTextName } from './columnNames';
import type { TableSample } from './tableSample';

/** The emotion of a sentence, or where its writer stands, says more than whether it is kind; of what it is told says less than all. */
export function isBesideFeeling(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  const has = (names: RegExp): boolean =>
    columns.some((one) => one !== column && names.test(one.plain) && one.values.size > 1);
  if (/^(?:sentiments?|polarity)$/.test(column.plain)) return has(/^(?:emotions?|emo|stance)$/);
  return /^targets?$/.test(column.plain) && has(/^(?:sentiments?|polarity|emotions?|stance)$/);
}

/** Who reads a text aloud: what is to be told of the recording is the text. */
export function isReader(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  if (!/^(?:speaker|spk|reader|voice)(?:id|name)?$/.test(column.plain)) return false;
  const isRead = ({ name, kind, values, filled, plain }: ColumnProfile): boolean =>
    (isTextName(name) || /^(?:transcript(?:ion)?|wrd|words)$/.test(plain)) &&
    kind === 'text' &&
    values.size * 2 > filled;
  return (
    columns.some(isRead) &&
    columns.some(({ media, plain }) => media === 'audio' || plain === 'audio')
  );
}

/** Beside the names of samples the only column, in a file that is called labels. */
export function isAllBeside(
  column: ColumnProfile,
  columns: readonly ColumnProfile[],
  { ofLabels }: TableSample,
): boolean {
  const others = columns.filter((one) => one !== column && one.kind !== 'empty');
  const [other] = others;
  const isNamed = others.length === 1 && other.isSample && other.values.size === other.filled;
  return ofLabels === true && isNamed;
}
