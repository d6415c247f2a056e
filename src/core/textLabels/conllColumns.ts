// Which column of a CoNLL file holds tags such as O, B-PER, I-PER.
// Must not know how tags are counted.

import { isBareTag, isTypedTag } from '../tables/tagWords';
import { starredColumns } from './starredTags';
import { plainTagsIn, tagsInSentences } from './taggedSentences';

/** Where the tags stand. */
export interface TagColumn {
  /** `mark`: a sentence a line, its tokens apart by blanks, each with its tag behind the last `mark` (`Rome|NNP|B-LOC`). */
  readonly separator: 'tab' | 'blank' | 'mark';
  /** Empty where the tags stand alone. */
  readonly mark?: string;
  /** Counts from 0, or from -1 at the end of the line. */
  readonly column: number;
  /**
   * `typed`: B-PER, I-PER, O; `starred`: `(PER*`, `*)`, `(PER)`, `*`; `bare`: B, I and O; `plain`: tags of no scheme, such as
   * parts of speech.
   */
  readonly kind: 'typed' | 'starred' | 'bare' | 'plain';
  /** The first line names the columns. */
  readonly header: boolean;
}

/** Share of the lines that must carry a tag; the odd line may be broken. */
const nearlyAll = 0.98;
const columnsTried = 12;

/** The columns of tags, the likeliest first; none where the lines are no CoNLL. `called`: the file's name says that they are. */
export function tagColumns(lines: readonly string[], called = false): TagColumn[] {
  const filled = lines.filter((line) => line.trim() !== '' && !line.startsWith('-DOCSTART-'));
  const rows = filled.filter((line) => !/^#(?:\s|$|(?:begin|end) document\b)/.test(line));
  if (rows.length < 2) return [];
  const sentences = tagsInSentences(rows);
  if (sentences !== undefined) return [sentences];
  const tabs = rows.filter((line) => line.includes('\t')).length;
  const separator = tabs >= rows.length * 0.9 ? 'tab' : 'blank';
  const cells = rows.map((line) => cellsOf(line, separator));
  const typed = found(cells, separator, 'typed');
  const starred = typed.length > 0 ? undefined : starredColumns(cells);
  if (starred !== undefined) {
    return [{ separator, column: starred, kind: 'starred', header: false }];
  }
  const all = typed.length > 0 ? typed : found(cells, separator, 'bare');
  if (all.length === 0) return [plainTagsIn(lines, called) ?? []].flat();
  if (all.length < 2) return all;
  // GermEval numbers its tokens and has the inner, rarer spans behind the outer ones.
  const ids = cells.map((row) => row[0]);
  const numbered = ids.slice(1).every((one) => /^\d+$/.test(one)) && ids.includes('1');
  return numbered || isGuessed(cells, all) ? all : all.toReversed();
}

/** `it PRP B-NP I-NP`, as conlleval reads it: what a model said stands behind what is true, and is mostly the same. */
function isGuessed(rows: readonly (readonly string[])[], columns: readonly TagColumn[]): boolean {
  const [{ column: truth }, { column: guess }] = columns.slice(-2);
  if (columns.length > 2 || guess !== truth + 1) return false;
  const pairs = rows.map((row) => [row.at(truth) ?? '', row.at(guess) ?? ''].map(typeOfTag));
  const tagged = pairs.filter((pair) => pair.some((type) => type !== ''));
  return tagged.filter(([one, other]) => one === other).length * 2 > tagged.length;
}

/** `PER` of `B-PER`; empty for `O`. */
function typeOfTag(tag: string): string {
  return tag.trim().slice(2);
}

/** The cells of a line. */
export function cellsOf(line: string, separator: 'tab' | 'blank'): string[] {
  return separator === 'tab' ? line.split('\t') : line.trim().split(/[ \t]+/);
}

function found(
  rows: readonly (readonly string[])[],
  separator: 'tab' | 'blank',
  kind: 'typed' | 'bare',
): TagColumn[] {
  const width = Math.min(columnsTried, Math.max(...rows.map((row) => row.length)));
  const places = Array.from({ length: width }, (_, at) => at);
  const fromEnd = places.map((at) => at - width);
  const even = rows.every((row) => row.length === width);
  const tried = separator === 'tab' || even ? [places.slice(1)] : [fromEnd, places.slice(1)];
  // MIT's queries about restaurants and films have the tag before the token.
  if (kind === 'typed' && width === 2) tried.push([0]);
  for (const columns of tried) {
    const all = columns.flatMap((column) => judge(rows, separator, column, kind) ?? []);
    if (all.length > 0) return all;
  }
  return [];
}

function judge(
  rows: readonly (readonly string[])[],
  separator: 'tab' | 'blank',
  column: number,
  kind: 'typed' | 'bare',
): TagColumn | undefined {
  const isTag = kind === 'typed' ? isTypedTag : isBareTag;
  const cells = rows.map((row) => row.at(column)?.trim() ?? '');
  const header = !isTag(cells[0]) && cells[0] !== '';
  const judged = header ? cells.slice(1) : cells;
  const tags = judged.filter(isTag);
  const kinds = new Set(tags.map((cell) => cell[0]));
  const begins = [...kinds].some((kind) => kind !== 'O' && kind !== '_');
  const enough = kind === 'typed' ? begins : kinds.has('B') && kinds.has('O');
  if (!enough || tags.length < judged.length * nearlyAll) return undefined;
  return { separator, column, kind, header };
}
