// Spans as the shared tasks of CoNLL 2004 to 2012 write them: `(PERSON*` begins one, `*)` or `*PERSON)` ends it, `*` is any other token.
// Must not know files, nor how tags are counted.

/** A cell that begins one span at most. */
const cellForm = /^(?:\(([^\s()*]+))?(?:\*(?:[^\s()*]*\))?|\))$/;
/** What a verb is told of: its parts are told once for each verb, in a column each; behind the last, of sentences with fewer verbs, `(10)` tells which words are of one thing. */
const ofVerbs = /^(?:[RC]-)?(?:V|A\d|AA|AM|AM-\w+|ARG\w+|ARGM-\w+)$/;
/** Parts of sentences rather than names. */
const clause = /^(?:S|SBAR|SINV|SQ|SBARQ)$/;
/** Of so many spans one may stand within another, as clauses do. */
const nearlyAll = 0.98;

/** The type of the span that begins with this cell; undefined where none does. */
export function starredType(cell: string): string | undefined {
  return cellForm.exec(cell)?.[1];
}

/** True for a cell of the form. */
export function isStarred(cell: string): boolean {
  return (cell.includes('*') || cell.startsWith('(')) && cellForm.test(cell);
}

/** The column of names, or of chunks where there are none: the last that holds neither clauses nor the parts of a verb. */
export function starredColumns(rows: readonly (readonly string[])[]): number | undefined {
  const width = Math.min(...rows.map((row) => row.length));
  const found: number[] = [];
  for (let column = 1; column < width; column++) {
    const cells = rows.map((row) => row[column]);
    const starred = cells.filter(isStarred);
    const types = starred.flatMap((cell) => starredType(cell) ?? []);
    const isSpans = starred.length >= cells.length * nearlyAll && cells.includes('*');
    if (!isSpans || types.length === 0) continue;
    if (types.some((type) => ofVerbs.test(type) || clause.test(type))) continue;
    found.push(column);
  }
  return found.at(-1);
}
