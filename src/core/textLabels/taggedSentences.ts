// Text of a sentence a line in which each token carries its tag, or of which another file has the tokens.
// Must not know how tags are counted, nor files.

import { arePartsOfSpeech } from '../tables/partsOfSpeech';
import { areTypedTags } from '../tables/tagWords';
import type { TagColumn } from './conllColumns';

/** Fewest tokens of a text whose marks may be those of ordinary words (`and/or`, `train_loss`). */
const enoughTokens = 40;
/** Of so many tokens each tag is met once on average, at least. */
const tokensEach = 3;

/**
 * How the tokens of these lines are tagged: `Rome|NNP|B-LOC`, AllenNLP's `dog###NN`, Brown's `The/at`, `dog_NN`, or `O B-LOC`,
 * tags alone (`seq.out` beside `seq.in`). Undefined where they are not.
 */
export function tagsInSentences(lines: readonly string[]): TagColumn | undefined {
  if (lines.length < 2) return undefined;
  const tokens = lines.flatMap((line) => line.trim().split(/\s+/));
  if (tokens.length < 2 * lines.length) return undefined;
  const alone = judge('', tokens);
  if (alone !== undefined) return alone;
  for (const mark of ['|', '###', '/', '_']) {
    if (tokens.some((token) => token.lastIndexOf(mark) < 1)) continue;
    const tags = tokens.map((token) => token.slice(token.lastIndexOf(mark) + mark.length));
    const found = judge(mark, tags);
    if (found !== undefined) return found;
  }
  return undefined;
}

function judge(mark: string, tags: readonly string[]): TagColumn | undefined {
  const found = { separator: 'mark', mark, column: -1, header: false } as const;
  if (areTypedTags(tags)) return { ...found, kind: 'typed' };
  if (mark === '' || mark === '|') return undefined;
  const distinct = new Set(tags);
  if (distinct.has('') || distinct.size < 2) return undefined;
  // No word has three hashes in it.
  const recur = distinct.size * (mark === '###' ? 1.5 : tokensEach) <= tags.length;
  const isSure = mark === '###' || (tags.length >= enoughTokens && arePartsOfSpeech(distinct));
  return recur && isSure ? { ...found, kind: 'plain' } : undefined;
}

/** Fewest lines of a single sentence whose tags are `O` and words in capitals. */
const enoughCapitals = 5;

/**
 * A token and its tag a line, sentences apart by empty lines: the tags are those of no scheme, parts of speech or Few-NERD's
 * `O`, `person-actor`; in a file that is `called` CoNLL any few that recur, such as the language of each token.
 */
export function plainTagsIn(lines: readonly string[], called: boolean): TagColumn | undefined {
  const filled = lines.filter((line) => line.trim() !== '' && !line.startsWith('-DOCSTART-'));
  const sentences = lines.filter(
    (line, at) => line.trim() === '' && at > 0 && lines[at - 1] !== '',
  );
  const isTabbed = filled.every((line) => line.includes('\t'));
  const rows = filled.map((line) => line.trim().split(isTabbed ? '\t' : /[ \t]+/));
  if (rows.some((row) => row.length !== 2 || row[1] === '')) return undefined;
  const tags = rows.map((row) => row[1].trim());
  const distinct = new Set(tags);
  const outside = tags.filter((tag) => tag === 'O').length;
  const found = { separator: isTabbed ? 'tab' : 'blank', column: 1, kind: 'plain' } as const;
  if (areCapitals(tags, outside)) return { ...found, header: false };
  if (sentences.length < 2 || filled.length < sentences.length * 3) return undefined;
  const areNamed = [...distinct].every((tag) => /^[A-Za-z][\w./&-]*$/.test(tag));
  const isUsual = (called || outside * 4 > tags.length) && areNamed && distinct.size > 1;
  if (!(isUsual || arePartsOfSpeech(distinct)) || distinct.size * tokensEach > tags.length)
    return undefined;
  return { ...found, header: false };
}

/** `O`, `PER`, `O`, `MISC`: a few lines of these are no names and codes of anything else; blood groups have two letters. */
function areCapitals(tags: readonly string[], outside: number): boolean {
  const others = tags.filter((tag) => tag !== 'O');
  const areWords = others.every((tag) => /^[A-Z]{3}[A-Z_-]*$/.test(tag));
  return (
    areWords &&
    new Set(others).size > 1 &&
    outside * 4 > tags.length &&
    tags.length >= enoughCapitals
  );
}
