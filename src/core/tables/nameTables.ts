// Names of classes in a table of one class a row: `ClassId,Name`, `Class Name (str),Class ID (int),…`.
// Must not know which labels ask.

import { isSample } from '../detect/media';
import type { ClassEntry } from '../model';
import { csvRows } from '../textLabels/csvRows';

const longestName = 100;
const nameWord = /name|class|label|categor|species|title/i;

/** The classes of a table by their number; none where no column numbers its rows, or none names them all apart. */
export function namesInTable(text: string): ClassEntry[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  const rows = csvRows(lines.filter((line) => line.trim() !== ''));
  const [header = [], ...body] = rows;
  const isHeader = !header.some((cell) => /^\d+$/.test(cell));
  const classes = isHeader ? body : rows;
  const columns = header.map((name, at) => ({
    name,
    cells: classes.map((row) => row.at(at) ?? ''),
  }));
  const apart = columns.filter(({ cells }) => new Set(cells).size === cells.length);
  const ids = apart.find(({ cells }) => cells.every((cell) => /^\d+$/.test(cell)));
  const texts = apart.filter(({ cells }) => cells.every(isName));
  const called = (word: RegExp) =>
    isHeader ? texts.find(({ name }) => word.test(name.trim())) : undefined;
  const names = called(nameWord) ?? called(/^en(?:g(?:lish)?)?$/i) ?? texts.at(0);
  if (classes.length < 2 || ids === undefined || names === undefined) return [];
  return ids.cells
    .map((id, at) => ({ id, name: names.cells[at] }))
    .sort((a, b) => Number(a.id) - Number(b.id));
}

function isName(cell: string): boolean {
  return cell !== '' && cell.length <= longestName && !/^[\d.+-]+$/.test(cell) && !isSample(cell);
}
