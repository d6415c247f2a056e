// What makes a group of samples: a column of a table, a place in the path, or a pattern with {group} in it.
// Must not know formats; a pattern is somebody's text and must not be able to stall a scan.

/** Codes of the problems that say why groups which were asked for are not there. */
export const ungroupedCodes: readonly string[] = ['bad-grouping', 'no-groups', 'too-many-groups'];

/** How samples are grouped. */
export type Grouping =
  | { readonly kind: 'column'; readonly name: string }
  /** A part of the path, from 0, negative from the end (-1 is the file's name). */
  | { readonly kind: 'place'; readonly at: number }
  | { readonly kind: 'pattern'; readonly segments: readonly Segment[] };

/** Text, `*` (any text) and `{group}` (any text, the group), of one part of a path. */
type Segment = readonly (string | Hole)[];
interface Hole {
  readonly hole: 'any' | 'group';
}

const any: Hole = { hole: 'any' };
const group: Hole = { hole: 'group' };
const longestRule = 1000;
/** Bounds of a pattern and of what it is held against: matching takes at most their product, length squared. */
const mostHoles = 8;
const longestPart = 512;

/**
 * `column:patient`, `path:-2` or `{group}_*.png`. Without a prefix a whole number is a place, a text with `{group}` a
 * pattern, and any other a column. A pattern stands for the last parts of the path, `*` for any text but `/`.
 * @returns what is wrong, for people, where it is none of them.
 */
export function readGrouping(text: string): Grouping | string {
  const [, prefix, rest] = /^(?:(column|path):)?(.*)$/s.exec(text.trim()) ?? [];
  if (rest === '' || rest.length > longestRule) return 'it names no column and no part of the path';
  if (prefix === 'column') return { kind: 'column', name: rest };
  if (/^-?\d{1,4}$/.test(rest)) return { kind: 'place', at: Number(rest) };
  if (rest.includes('{group}')) return patternOf(rest);
  return prefix === 'path'
    ? 'after “path:” stands a whole number, or a pattern with {group}'
    : { kind: 'column', name: rest };
}

function patternOf(text: string): Grouping | string {
  if (text.split('{group}').length > 2) return '{group} may stand only once in a pattern';
  const parts = text.replace(/^\/+/, '').split('/');
  const segments = parts.map(segmentOf);
  const holes = segments.map((segment) => segment.filter((one) => typeof one !== 'string').length);
  if (Math.max(...holes) > mostHoles)
    return `a part of a pattern has at most ${mostHoles} wildcards`;
  return { kind: 'pattern', segments };
}

function segmentOf(part: string): Segment {
  const pieces = part.split(/(\{group\}|\*+)/).filter((piece) => piece !== '');
  return pieces.map((piece) => {
    if (piece === '{group}') return group;
    return piece.startsWith('*') ? any : piece;
  });
}

/**
 * The group that a path lies in; undefined where there is no such part, or the pattern does not fit. For a pattern the
 * parts before `{group}` belong to it, so that `patient1` of two hospitals is two groups.
 * @param path with `/`, relative to the scan's root.
 */
export function groupOfPath(grouping: Grouping, path: string): string | undefined {
  if (grouping.kind === 'column') return undefined;
  const parts = path.split('/');
  if (grouping.kind === 'place') {
    const found = parts.at(grouping.at);
    return found === undefined || found === '' ? undefined : found;
  }
  const { segments } = grouping;
  const first = parts.length - segments.length;
  if (first < 0) return undefined;
  let found: string | undefined;
  for (const [at, segment] of segments.entries()) {
    const match = matched(segment, parts[first + at]);
    if (match === undefined) return undefined;
    found ??= match.group;
  }
  return found;
}

/** What of a sample says its group. */
export interface GroupedSample {
  /** The text of the column that samples are grouped by. */
  readonly group?: string | undefined;
  /** Its own file, as the label file writes it. */
  readonly path?: string | undefined;
  /** The label file, and the line there. */
  readonly file: string;
  readonly line?: number | undefined;
}

/** The group that a sample lies in: the text of its column, or of its own file's path; undefined where it has none. */
export function groupOfSample(
  grouping: Grouping,
  { group, path, file, line }: GroupedSample,
): string | undefined {
  if (grouping.kind === 'column') return group === '' ? undefined : group;
  // A row's own file is the table, which says nothing of the sample.
  const own = path ?? (line === undefined ? file : undefined);
  return own === undefined ? undefined : groupOfPath(grouping, own.replaceAll('\\', '/'));
}

/** The column that a grouping names; undefined where it names none. */
export function groupColumn(rule: string | undefined): string | undefined {
  const grouping = rule === undefined ? undefined : readGrouping(rule);
  return typeof grouping === 'object' && grouping.kind === 'column' ? grouping.name : undefined;
}

/** The shortest `{group}` with which the segment fits; each place and piece is tried once. */
function matched(segment: Segment, text: string): { readonly group?: string } | undefined {
  if (text.length > longestPart) return undefined;
  const failed = new Set<number>();
  const from = (piece: number, at: number): { readonly group?: string } | undefined => {
    if (piece === segment.length) return at === text.length ? {} : undefined;
    const key = piece * (text.length + 1) + at;
    if (failed.has(key)) return undefined;
    const match = tried(segment[piece], piece, at);
    if (match === undefined) failed.add(key);
    return match;
  };
  const tried = (one: string | Hole, piece: number, at: number) => {
    if (typeof one === 'string') {
      return text.startsWith(one, at) ? from(piece + 1, at + one.length) : undefined;
    }
    for (let end = one.hole === 'group' ? at + 1 : at; end <= text.length; end++) {
      const rest = from(piece + 1, end);
      if (rest !== undefined) return one.hole === 'group' ? { group: text.slice(at, end) } : rest;
    }
    return undefined;
  };
  return from(0, 0);
}
