// JSON of pages, goods, tasks, people, quizzes or the things of a game: sorted by category, and nothing a model is asked to tell.
// Must not know files nor where the class stands.

import type { JsonObject } from '../bytes/jsonValue';
import { at, isList } from './sketch';
import { isMediaPath } from './sampleUnits';

/** Names under which people sort what they publish or keep. */
const sorting =
  /^(?:(?:\w+_)?categor(?:y|ies)(?:\w*\.name)?|genres?|tags?|topics?|types?|labels?(?:\.name)?|variety|group)$/i;
/** What has a price is for sale. */
const goods = /^(?:price|regular_?price|currency|sku|in_?stock|stock_?quantity)$/i;
/** What only a site says of its pages. */
const ofSites = new Set(
  'slug excerpt avatar image icon href featured draft published readtime read_time readingtime likes views comments demo github repo'.split(
    ' ',
  ),
);
const pages = new Set([
  ...ofSites,
  ...'author authorid author_id link publishedat published_at publisheddate published_date createdat created_at updatedat updated_at date email'.split(
    ' ',
  ),
]);
const tasks = new Set(
  'assignee reporter status state priority milestone duedate due_date completed'.split(' '),
);
const quizzes = new Set(
  'correct_answer correctanswer incorrect_answers incorrectanswers options choices answers difficulty correct'.split(
    ' ',
  ),
);
const emojis = new Set('emoji aliases unicode_version shortcodes shortname codepoints'.split(' '));
/** What is said of icons and packages, to find them again. */
const ofParts = new Set(
  'version unicode codepoint svg styles keywords aliases popularity tags license'.split(' '),
);
/** What is kept of people, to reach them or as a generator of test data makes it up. */
const contacts = new Set(
  'email phone address company balance guid username eyecolor friends greeting website'.split(' '),
);
/** What the things of a game, or of a list of everything, are known by. */
const thingNames = ['displayName', 'display_name', 'name', 'title'];

/** True where the records sort what is published or kept; `path` is where the likeliest label stands. */
export function areCatalogue(
  records: readonly JsonObject[],
  keys: readonly string[],
  path: string,
): boolean {
  if (keys.some((key) => goods.test(key)) || isDump(keys)) return true;
  if (!sorting.test(path)) return false;
  const lower = keys.map((key) => key.toLowerCase());
  const among = (words: ReadonlySet<string>): number =>
    lower.filter((key) => words.has(key)).length;
  return (
    (lower.includes('title') && among(ofSites) > 0 && among(pages) > 1) ||
    among(tasks) > 2 ||
    among(contacts) > 2 ||
    among(quizzes) > 1 ||
    (lower.includes('question') && among(quizzes) > 0) ||
    among(emojis) > 1 ||
    (lower.includes('name') && among(ofParts) > 1) ||
    areThings(records) ||
    areTagged(records, path)
  );
}

/** Django's fixtures: rows of the tables of a site. */
function isDump(keys: readonly string[]): boolean {
  return ['model', 'pk', 'fields'].every((key) => keys.includes(key));
}

/** Each has a number and a name of its own, and neither a picture nor a text to be told by. */
function areThings(records: readonly JsonObject[]): boolean {
  if (records.length < fewest || !records.every((one) => 'id' in one)) return false;
  return areNamed(records) && !records.some((one) => Object.values(one).some(isShown));
}

/** Tags of what is named each by itself, without a picture or a text. */
function areTagged(records: readonly JsonObject[], path: string): boolean {
  if (!/^tags?$/i.test(path)) return false;
  const areLists = records.every((one) => isList(at(one, path)));
  const isTold = (one: JsonObject): boolean =>
    Object.entries(one).some(([key, value]) => !thingNames.includes(key) && isShown(value));
  return areLists && areNamed(records) && !records.some(isTold);
}

function areNamed(records: readonly JsonObject[]): boolean {
  return thingNames.some((key) => {
    const names = records.map((one) => at(one, key));
    return names.every((name) => typeof name === 'string') && new Set(names).size === names.length;
  });
}

/** Fewest records that show that names do not recur. */
const fewest = 8;
const textWords = 4;

function isShown(value: JsonObject[string]): boolean {
  if (isList(value)) return false;
  return typeof value === 'string' && (isMediaPath(value) || value.split(/\s+/).length > textWords);
}
