// Which column of a CoNLL file holds tags such as O, B-PER, I-PER.
// Must not know how tags are counted.

/** Where the tags stand. */
export interface TagColumn {
  /** `bar`: a sentence a line, its tokens apart by blanks and their cells by `|` (`Rome|NNP|B-LOC is|VBZ|O`). */
  readonly separator: 'tab' | 'blank' | 'bar';
  /** Counts from 0, or from -1 at the end of the line. */
  readonly column: number;
  /** False for B, I and O without a type. */
  readonly typed: boolean;
  /** The first line names the columns. */
  readonly header: boolean;
}

/** Some tools write `_` for O. */
const typedTag = /^(?:[O_]|[BIESLUM]-\S.*)$/;
const bareTag = /^[BIOESLU]$/;
/** Share of the lines that must carry a tag; the odd line may be broken. */
const nearlyAll = 0.98;
const columnsTried = 12;

/** The columns of tags, the likeliest first; none where the lines are no CoNLL. */
export function tagColumns(lines: readonly string[]): TagColumn[] {
  const filled = lines.filter((line) => line.trim() !== '' && !line.startsWith('-DOCSTART-'));
  const rows = filled.filter((line) => !/^#(?:\s|$)/.test(line));
  if (rows.length < 2) return [];
  if (areSentences(rows)) return [{ separator: 'bar', column: -1, typed: true, header: false }];
  const tabs = rows.filter((line) => line.includes('\t')).length;
  const separator = tabs >= rows.length * 0.9 ? 'tab' : 'blank';
  const cells = rows.map((line) => cellsOf(line, separator));
  const typed = found(cells, separator, true);
  const all = typed.length > 0 ? typed : found(cells, separator, false);
  if (all.length < 2) return all;
  // GermEval numbers its tokens and has the inner, rarer spans behind the outer ones.
  const ids = cells.map((row) => row[0]);
  const numbered = ids.slice(1).every((one) => /^\d+$/.test(one)) && ids.includes('1');
  return numbered ? all : all.toReversed();
}

/** True for a sentence a line, as WikiNER is written: behind the last bar of each token stands its tag. */
function areSentences(lines: readonly string[]): boolean {
  const tokens = lines.flatMap((line) => line.trim().split(/\s+/));
  if (tokens.some((token) => !token.includes('|')) || tokens.length < 2 * lines.length)
    return false;
  const tags = tokens.map((token) => token.slice(token.lastIndexOf('|') + 1));
  return tags.every((tag) => typedTag.test(tag)) && tags.some((tag) => tag.length > 1);
}

/** The cells of a line. */
export function cellsOf(line: string, separator: 'tab' | 'blank'): string[] {
  return separator === 'tab' ? line.split('\t') : line.trim().split(/[ \t]+/);
}

function found(
  rows: readonly (readonly string[])[],
  separator: 'tab' | 'blank',
  typed: boolean,
): TagColumn[] {
  const width = Math.min(columnsTried, Math.max(...rows.map((row) => row.length)));
  const places = Array.from({ length: width }, (_, at) => at);
  const fromEnd = places.map((at) => at - width);
  const even = rows.every((row) => row.length === width);
  const tried = separator === 'tab' || even ? [places.slice(1)] : [fromEnd, places.slice(1)];
  // MIT's queries about restaurants and films have the tag before the token.
  if (typed && width === 2) tried.push([0]);
  for (const columns of tried) {
    const all = columns.flatMap((column) => judge(rows, separator, column, typed) ?? []);
    if (all.length > 0) return all;
  }
  return [];
}

function judge(
  rows: readonly (readonly string[])[],
  separator: 'tab' | 'blank',
  column: number,
  typed: boolean,
): TagColumn | undefined {
  const tag = typed ? typedTag : bareTag;
  const cells = rows.map((row) => row.at(column)?.trim() ?? '');
  const header = !tag.test(cells[0]) && cells[0] !== '';
  const judged = header ? cells.slice(1) : cells;
  const tags = judged.filter((cell) => tag.test(cell));
  const kinds = new Set(tags.map((cell) => cell[0]));
  const begins = [...kinds].some((kind) => kind !== 'O' && kind !== '_');
  const enough = typed ? begins : kinds.has('B') && kinds.has('O');
  if (!enough || tags.length < judged.length * nearlyAll) return undefined;
  return { separator, column, typed, header };
}
