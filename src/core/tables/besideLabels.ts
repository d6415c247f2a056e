// Columns named like a label that only say more of what another column labels: of what it is told, how kindly, who reads it aloud.
// Must not know files, nor how labels are ranked.

import { findRegion } from './boxColumns';
import type { ColumnProfile } from './columnProfile';
import { isTextName, readLabelName, saysOutcome } from './columnNames';
import { isRating } from './measuredLabels';
import { isMarkColumn } from './oneHot';
import type { TableSample } from './tableSample';

/** The emotion of a sentence, or where its writer stands, says more than whether it is kind; of what it is told says less than all. */
export function isBesideFeeling(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  const has = (names: RegExp): boolean =>
    columns.some((one) => one !== column && names.test(one.plain) && one.values.size > 1);
  if (/^(?:sentiments?|polarity)$/.test(column.plain)) return has(/^(?:emotions?|emo|stance)$/);
  return /^targets?$/.test(column.plain) && has(/^(?:sentiments?|polarity|emotions?|stance)$/);
}

/** Who reads a text aloud: what is to be told of the recording is the text. */
export function isReader(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  if (!/^(?:speaker|spk|reader|voice)(?:id|name)?$/.test(column.plain)) return false;
  const isRead = ({ name, kind, values, filled, plain }: ColumnProfile): boolean =>
    (isTextName(name) || /^(?:transcript(?:ion)?|wrd|words)$/.test(plain)) &&
    kind === 'text' &&
    values.size * 2 > filled;
  return (
    columns.some(isRead) &&
    columns.some(({ media, plain }) => media === 'audio' || plain === 'audio')
  );
}

/** `is_male` beside `is_white`, and nothing that both could be told of: what somebody is, and none of it an outcome. */
export function isOneOfMarks(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  const isMark = ({ name, label }: ColumnProfile): boolean =>
    label.promise === 1 && /^(?:is|has)(?:[_ ]|(?=[A-Z]))/.test(name) && !saysOutcome(name);
  const isShown = ({ kind, meanWords }: ColumnProfile): boolean =>
    kind === 'path' || (kind === 'text' && meanWords > 3);
  return isMark(column) && columns.filter(isMark).length > 1 && !columns.some(isShown);
}

/** Fewest marks that show that one more is a feature among them. */
const manyMarks = 4;

/** `Links_in_tags` among other columns of -1, 0 and 1: what was found of each sample, unless it stands last. */
export function isMarkAmongMarks(
  column: ColumnProfile,
  columns: readonly ColumnProfile[],
): boolean {
  if (column.label.promise > 2 || column === columns.at(-1) || !isMarkColumn(column)) return false;
  return (
    columns.filter(isMarkColumn).length > manyMarks && isMarkColumn(columns[columns.length - 1])
  );
}

/** `Image,Id` of re-identification: whom the picture shows. */
function isIdentity(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  if (!/^(?:id|identity)$/.test(column.plain) || column.kind !== 'text') return false;
  const distinct = column.values.size + (column.nullWords > 0 ? 1 : 0);
  const filled = column.filled + column.nullWords;
  const isBesidePicture = columns.length === 2 && columns.some((one) => one.media === 'image');
  return isBesidePicture && distinct > 1 && distinct * 2 <= filled;
}

/** Fewest rows that show that what is told of samples recurs. */
const enoughSamples = 10;
/** Words of a text that is no title or line of a journal. */
const longText = 8;

/** The one thing that a table tells of its texts: `Review,Liked`, a mark behind each, or `type,posts`, what kind of writer each has. */
function isToldOfText(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  const { label, values, filled } = column;
  const others = columns.filter((one) => one !== column && one.kind !== 'empty' && !one.isId);
  const [text] = others;
  if (others.length !== 1 || text.kind !== 'text' || text.values.size < text.filled * 0.8)
    return false;
  if (values.size < 2 || filled < enoughSamples || values.size * 2 > filled) return false;
  if (label.promise === 0) {
    return isMarkColumn(column) && column.index > text.index && isTextName(text.name);
  }
  return label.promise === 0.5 && column.kind === 'text' && text.meanWords > longText;
}

/** `imagefile,x1,y1,width,height,name`: of boxes in pictures, what recurs and says what each is called, where nothing else does. */
function isNameOfBoxes(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  const { plain, kind, values, filled } = column;
  if (plain !== 'name' || kind !== 'text' || values.size < 2 || values.size * 2 > filled)
    return false;
  const areInPictures = columns.some(({ media }) => media === 'image');
  const isTold = columns.some(({ label }) => label.promise > 0);
  return areInPictures && !isTold && findRegion(columns)?.unit === 'box';
}

/** `hasbird` of two values, which promises as much as `has_bird`: whether there is one. */
export function isAsked(column: ColumnProfile): boolean {
  const apart = column.name.trim().replace(/^(?:has|is)(?=[a-z]{3,}$)/i, '$&_');
  if (apart === column.name.trim() || column.label.promise !== 0) return false;
  return column.values.size === 2 && isMarkColumn(column) && readLabelName(apart).promise === 1;
}

/** Beside what names the samples, once each, the only thing that a table asks of them. */
function isAskedAlone(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  if (!isAsked(column) || column.filled < enoughSamples) return false;
  const others = columns.filter((one) => one !== column && one.kind !== 'empty');
  const areNames = others.every((one) => one.isId || one.isSample || one.kind === 'path');
  return areNames && others.some(({ values, filled }) => values.size === filled);
}

/** True for a column that is the label for what stands beside it, whatever its name promises. */
export function isToldByOthers(column: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  return (
    isRating(column, columns) ||
    isIdentity(column, columns) ||
    isToldOfText(column, columns) ||
    isNameOfBoxes(column, columns) ||
    isAskedAlone(column, columns)
  );
}

/**
 * Of recordings the command that is said, whoever says it; or what is to be done, before what with and where: the three
 * slots of its meaning.
 */
export function isCommanded({ plain }: ColumnProfile, columns: readonly ColumnProfile[]): boolean {
  if (!columns.some(({ media }) => media === 'audio')) return false;
  const isFirstSlot = plain === 'action' && columns.some((one) => one.plain === 'object');
  return isFirstSlot || plain === 'command' || plain === 'keyword';
}

/** A last column that is named and holds nothing is what is to be told of the others: `RowId,ImageId,FeatureName,Location`. */
export function isForm(columns: readonly ColumnProfile[]): boolean {
  const last = columns.at(-1);
  return last?.kind === 'empty' && last.plain !== '' && last.label.promise !== -1;
}

/** What kind of animal or plant it is, beside what became of it. */
export function isKindBesideOutcome(
  { plain }: ColumnProfile,
  columns: readonly ColumnProfile[],
): boolean {
  const isKind = /^(?:breed|species|variety|cultivar)(?:name)?$/.test(plain);
  return isKind && columns.some(({ words, label }) => words[0] === 'outcome' && label.promise >= 1);
}

/** Beside the names of samples the only column, in a file that is called labels. */
export function isAllBeside(
  column: ColumnProfile,
  columns: readonly ColumnProfile[],
  { ofLabels }: TableSample,
): boolean {
  const others = columns.filter((one) => one !== column && one.kind !== 'empty');
  const [other] = others;
  const isNamed = others.length === 1 && other.isSample && other.values.size === other.filled;
  return ofLabels === true && isNamed;
}
