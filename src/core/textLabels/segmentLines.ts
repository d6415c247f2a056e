// Lines that are a start, an end and a label: whether a file holds such, and where the label stands.
// Must not know files. Times are seconds, or 100 ns in HTK; only their order is looked at.

import { Fields, isBlank, trimmedRange } from './fields';
import type { LabelledLine } from './labelledLines';

/** What the labels of some lines are. */
export interface SegmentLabels {
  readonly lines: number;
  readonly names: ReadonlySet<string>;
}

const number = /^\d+(?:\.\d*)?(?:e[-+]?\d+)?$/i;
const tab = 9;
/** Audacity goes on with the range of frequencies that was selected. */
const backslash = 92;
/** Fewest lines that show that times follow each other. */
const fewestLines = 3;
const mostWords = 4;
const mostScores = 1;

interface Segment {
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** True where every line is a segment that begins no sooner than the one before it, and lies behind its own start. */
export function isSegments(lines: readonly string[]): boolean {
  const segments = lines.filter(isFilled).map(segmentOf);
  let [last, inPlace] = [0, 0];
  for (const segment of segments) {
    if (segment === undefined || segment.start < last || segment.end < segment.start) return false;
    if (segment.end > segment.start) inPlace += 1;
    last = segment.start;
  }
  return inPlace >= fewestLines && areNames(segments.flatMap((one) => one?.label ?? []));
}

/** What the lines say, added to what is known. */
export function segmentLabelsIn(lines: readonly string[], known: SegmentLabels): SegmentLabels {
  const names = new Set(known.names);
  const segments = lines.filter(isFilled).map(segmentOf);
  for (const segment of segments) if (segment?.label) names.add(segment.label);
  return { lines: known.lines + segments.length, names };
}

function isFilled(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('\\');
}

/** Tabs let a label hold blanks; without them what follows it may only be HTK's score. */
function segmentOf(line: string): Segment | undefined {
  const cells = line.includes('\t') ? line.split('\t') : line.trim().split(/ +/);
  const [start, end = '', label = '', ...rest] = cells.map((cell) => cell.trim());
  const isPlaced = number.test(start) && number.test(end);
  if (!isPlaced || rest.length > mostScores || !rest.every(isScore)) return undefined;
  return { start: Number(start), end: Number(end), label };
}

function isScore(cell: string): boolean {
  return /^-?[\d.]+(?:e[-+]?\d+)?$/i.test(cell);
}

/** Words rather than measures, and no sentences. */
function areNames(labels: readonly string[]): boolean {
  const named = labels.filter((label) => label !== '');
  const words = named.reduce((sum, label) => sum + label.split(/\s+/).length, 0);
  const areWords = named.some((label) => /\p{L}/u.test(label));
  return areWords && named.length * 2 > labels.length && words <= named.length * mostWords;
}

const fields = new Fields();

/** Where the label stands; undefined for what is no segment. */
export function labelOfSegment(
  bytes: Uint8Array,
  start: number,
  end: number,
): LabelledLine | undefined {
  if (isBlank(bytes, start, end) || bytes[start] === backslash) return undefined;
  const hasTabs = bytes.subarray(start, end).includes(tab);
  const count = hasTabs
    ? fields.cutAt(tab, bytes, start, end)
    : fields.cutBlanks(bytes, start, end);
  if (count < 3) return { labels: [] };
  const label = trimmedRange(bytes, fields.starts[2], fields.ends[2]);
  return { labels: label[0] === label[1] ? [] : [label] };
}
