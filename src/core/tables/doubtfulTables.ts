// Which texts are no tables although they can be read as rows: other formats, small files of figures, running text.
// Must not know labels' names, nor how rows are counted.

import type { FolderView } from '../folderView';
import { extensionOf } from '../paths';
import { readWabbit } from '../textLabels/wabbitLine';
import type { DelimitedSample } from './delimitedSample';
import type { TableReading } from './recipe';

/** Rows of any width are no table; in a file of text every row must be one, and of two cells at least. */
export function isDoubtful(
  { score, layout }: DelimitedSample,
  loose: boolean,
  lone: boolean,
): boolean {
  return score < 0.5 || (loose && (score < 0.95 || (layout.columns < 2 && !lone)));
}

/**
 * MovieLens separates by `::`, and joins genres by `|`, which would be taken for the separator. Lines of fastText begin
 * with their label, which is a number in a regression; as a table they would have a column of classes. Notes that Anki exports
 * (`#separator:tab`) have tags, by which their owner finds them again. What Vowpal Wabbit reads has bars that separate no
 * columns.
 */
export function isOtherText(bytes: Uint8Array): boolean {
  const [line = '', ...lines] = new TextDecoder('latin1')
    .decode(bytes.subarray(0, 4096))
    .split('\n');
  if (line.includes('|') && readWabbit([line, ...lines.slice(0, -1)], false) !== undefined)
    return true;
  return /^\d+::[^:]+::|^__label__|^#(?:separator|html):/.test(line);
}

/** Tables of blanks are few; many alike are boxes, poses or points of a picture each, as are rows of places from 0 to 1. */
export function isAlone(
  folder: FolderView,
  name: string,
  { sample, layout }: DelimitedSample,
): boolean {
  const isText = extensionOf(name) === '.txt' && /^\D{0,3}\d+\./.test(name);
  if (layout.delimiter !== ' ' && !isText) return true;
  const alike = folder.labelFiles.filter((one) => extensionOf(one) === extensionOf(name));
  if (layout.delimiter !== ' ') return alike.length <= 12;
  const arePlaces = sample.rows.every((row) =>
    row.slice(1).every((cell) => Number(cell) >= 0 && Number(cell) <= 1),
  );
  return alike.length <= 12 && !arePlaces;
}

/** Text files hold anything, so only sure readings of them are claimed; `.data` are tables as a rule. */
export function sureOf(readings: readonly TableReading[], name: string): readonly TableReading[] {
  const least = extensionOf(name) === '.txt' ? 0.6 : 0.5;
  return readings.filter(({ confidence }) => confidence >= least);
}
