// Which column answers whether the label of its row holds, where a table asks people about labels.
// Must not know files, nor how rows are counted.

import type { ColumnProfile } from './columnProfile';

const answers = /^(?:yes|no|unsure|uncertain)$/i;
/** An id of Open Images, AudioSet or Freebase: what may be seen or heard. */
const topicId = /^\/[mtg]\/\w+$/;
/** Fewest rows that show that nothing else is answered. */
const enoughRows = 10;

/** The column that says whether the label of its row holds; undefined where the table has none. */
export function findVerdict(
  columns: readonly ColumnProfile[],
  label: ColumnProfile,
): ColumnProfile | undefined {
  const areTopics = [...label.values.keys()].every((text) => topicId.test(text));
  if (label.kind !== 'text' || (!areTopics && label.label.promise < 2)) return undefined;
  const areAsked = areTopics || columns.some(isAskedAgain);
  return columns.find((column) => column !== label && isVerdict(column, areTopics, areAsked));
}

/** A sample of several rows: of each another label is asked. */
function isAskedAgain({ kind, isSample, values, filled }: ColumnProfile): boolean {
  return (kind === 'path' || isSample) && values.size < filled;
}

/** Beside other names yes and no may say anything, but of one who is unsure, or by a name of its own. */
function isVerdict(column: ColumnProfile, areTopics: boolean, areAsked: boolean): boolean {
  const texts = [...column.values.keys()].map((text) => text.toLowerCase());
  if (column.filled < enoughRows || !texts.every((text) => answers.test(text))) return false;
  if (!texts.includes('yes') || !areAsked) return false;
  const isUnsure = texts.includes('no') && texts.length > 2;
  return areTopics || isUnsure || /yesno|verdict/.test(column.plain);
}
