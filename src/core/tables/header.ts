// Whether the first row of a table names its columns or is a sample already.
// Must not know files; a headerless file read with a header loses a sample, the other way round gains one.

import { isPath } from './columnProfile';
import { isSampleName, readLabelName } from './columnNames';
import { isNumberText } from './labelText';

/** True where the first of the rows is a header. */
export function hasHeader(rows: readonly (readonly string[])[]): boolean {
  const first = rows.at(0)?.map((cell) => cell.trim());
  if (first === undefined) return false;
  const rest = rows.slice(1);
  if (first.some((cell) => isNumberText(cell) || isPath(cell))) return hasNumericNames(first, rest);
  const named = first.filter((cell) => readLabelName(cell).promise >= 2 || isSampleName(cell));
  if (named.some((cell) => !repeats(cell, first.indexOf(cell), rest))) return true;
  let votes = 0;
  first.forEach((cell, column) => {
    votes += vote(cell, column, rest);
  });
  return votes >= 0;
}

/** Class columns may be called `1x1` or `0`, `1`, `2`: still a header beside a label's name, or where paths follow. */
function hasNumericNames(first: readonly string[], rest: readonly (readonly string[])[]): boolean {
  if (first.some(isPath)) return false;
  const names = first.filter((cell) => cell !== '' && !isNumberText(cell));
  if (names.some((cell) => readLabelName(cell).promise >= 2)) {
    return !names.some((cell) => repeats(cell, first.indexOf(cell), rest));
  }
  const distinct = new Set(first).size === first.length;
  if (distinct && areYears(first.filter(isNumberText))) {
    return !names.some((cell) => repeats(cell, first.indexOf(cell), rest));
  }
  return distinct && names.some((cell) => isSampleName(cell)) && rest.length > 0;
}

/** `1960,1961,1962,1963`: a column for each year. */
function areYears(cells: readonly string[]): boolean {
  const years = cells.map(Number);
  const first = years.at(0) ?? 0;
  return (
    years.length > 3 && first > 1700 && first < 2100 && years.every((one, at) => one === first + at)
  );
}

/**
 * The names of the columns where the first row names groups of them and the second the columns: `,size,size,` above
 * `id,length,width,species`. A cell that spans both rows is a name, too: `Site,Measured,,Rating` above `,depth,pH,class`.
 * Only where the second row names a label or a sample outright. A group's name may be a label's where a group spans several
 * columns (`image,image,annotation`); pandas leaves the first cell of both rows empty (`,features,features,target` above
 * `,width,height,label`). Undefined where there are no groups.
 */
export function namesBelowGroups(
  rows: readonly (readonly string[])[],
): readonly string[] | undefined {
  const [groups, own, ...rest] = rows.map((row) => row.map((cell) => cell.trim()));
  if (rest.length === 0 || groups.length !== own.length) return undefined;
  const names = own.map((name, at) => (name === '' ? groups[at] : name));
  const filled = groups.filter((cell) => cell !== '');
  const repeated = new Set(filled).size < filled.length;
  const areGroups =
    (groups.includes('') || repeated) && groups.every((cell) => !isNumberText(cell));
  const areNames = new Set(names).size === names.length && !names.slice(1).includes('');
  const promise = own.some((cell) => readLabelName(cell).promise >= 2);
  const older = groups.some((cell) => readLabelName(cell).promise >= 2 || isSampleName(cell));
  const isHead = areGroups && areNames && promise && (repeated || !older);
  return isHead && hasHeader([names, ...rest]) ? names : undefined;
}

function repeats(cell: string, column: number, rest: readonly (readonly string[])[]): boolean {
  return rest.some((row) => row.at(column)?.trim() === cell);
}

/** Positive where the cell looks like a name above its column, negative where it looks like one of its values. */
function vote(cell: string, column: number, rest: readonly (readonly string[])[]): number {
  if (cell === '') return 0;
  const below = rest.map((row) => row.at(column)?.trim() ?? '').filter((text) => text !== '');
  if (below.length === 0) return 0;
  if (below.every((text) => isNumberText(text) || isPath(text))) return 3;
  if (below.includes(cell)) return -2;
  return cell.length > 60 || (isText(cell) && below.every(isText)) ? -1 : 0;
}

/** So many words above as many are no name: the question of a survey has short answers below. */
function isText(text: string): boolean {
  return text.split(/\s+/).length >= fewestWords;
}

const fewestWords = 5;
