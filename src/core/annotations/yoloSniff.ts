// Judges from a few files whether their lines are YOLO rows, and of which shape.
// Must not know where the files lie.

import { endsInTrack, isRowLength, numberIn } from './yoloRows';

const rowsChecked = 400;

interface Row {
  readonly fields: number;
  readonly isLabel: boolean;
  /** One field more than a label has: the number of a track. */
  readonly hasTrack: boolean;
}

/**
 * 0 for boxes, oriented boxes and polygons; the number of fields for pose rows (all rows of one even length);
 * undefined where at least one line in ten is no label, or where there is no line at all.
 */
export function sniffRows(files: readonly Uint8Array[]): number | undefined {
  const rows = files.flatMap((bytes) => rowsOf(bytes));
  if (rows.length === 0) return undefined;
  const labels = rows.filter((row) => row.isLabel);
  const box = { classes: 0, poseFields: 0 };
  const usual = labels.filter((row) => isRowLength(row.fields, box)).length;
  if (usual * 10 >= rows.length * 9) return 0;
  const first = rows[0].fields;
  const isPose = first >= 7 && ((first - 5) % 3 === 0 || (first - 5) % 2 === 0);
  const same = labels.filter((row) => row.fields === first).length;
  if (isPose && same * 10 >= rows.length * 9) return first;
  const tracks = rows.filter(({ hasTrack }) => hasTrack).length;
  return (usual + tracks) * 10 >= rows.length * 9 ? 0 : undefined;
}

function rowsOf(bytes: Uint8Array): Row[] {
  const rows: Row[] = [];
  let start = 0;
  while (start < bytes.length && rows.length < rowsChecked) {
    let end = start;
    while (end < bytes.length && bytes[end] !== 10 && bytes[end] !== 13) end += 1;
    const row = rowOf(bytes, start, end);
    if (row.fields > 0) rows.push(row);
    start = end + 1;
  }
  return rows;
}

function rowOf(bytes: Uint8Array, start: number, end: number): Row {
  let fields = 0;
  let value = 0;
  /** Before the last field. */
  let isLabelSoFar = true;
  let isLabel = true;
  let at = start;
  while (at < end) {
    while (at < end && isBlank(bytes[at])) at += 1;
    if (at >= end) break;
    const from = at;
    while (at < end && !isBlank(bytes[at])) at += 1;
    value = numberIn(bytes, from, at);
    isLabelSoFar = isLabel;
    if (!fitsField(value, fields)) isLabel = false;
    fields += 1;
  }
  return { fields, isLabel, hasTrack: isLabelSoFar && endsInTrack(fields, value) };
}

function fitsField(value: number, at: number): boolean {
  if (at === 0) return Number.isInteger(value) && value >= 0;
  // Visibilities of key points go up to 2; coordinates may stick out a little.
  return value >= -0.05 && value <= (at < 5 ? 1.05 : 2);
}

function isBlank(byte: number): boolean {
  return (
    byte === 32 || (byte >= 9 && byte <= 12) || byte === 0xef || byte === 0xbb || byte === 0xbf
  );
}
