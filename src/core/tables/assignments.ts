// Columns that say what was given, to whom, or by which rule: known before anything was seen, and so no class.
// Must not know files nor other columns.

/** Words for a treatment that was assigned. */
const assigned = new Set('treat treated treatment assigned exposed arm cohort'.split(' '));
/** Which side of a trade. */
const sides = new Set('buyer seller maker taker bid ask'.split(' '));

/** What state an account or a page is in. */
const states = new Set(
  'active staff admin superuser verified deleted enabled published featured archived read seen visible hidden pinned'.split(
    ' ',
  ),
);

/** True for `treated`, `is_treated`, `isBuyerMaker`. */
export function isAssigned(words: readonly string[]): boolean {
  const core = words.filter((word) => word !== 'is' && word !== 'has' && word !== 'was');
  return (
    core.length > 0 &&
    core.every((word) => assigned.has(word) || sides.has(word) || states.has(word))
  );
}

const weekdays = /^(?:mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?$/i;
const months =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?$/i;
const direction = /^(?:[NESW]{1,3}|[LRUD])$/;
/** What a figure beside it is counted in. */
const unit = /^(?:[KMGT]i?)?B$|^(?:[kmµu]?s|[kmc]?m|[km]?g|feet|metres|inch(?:es)?)$/;
const filmRating =
  /^(?:G|PG|PG-13|R|NC-17|X|NR|UR|Unrated|Not Rated|Approved|Passed|TV-(?:Y7?|G|PG|14|MA)(?:-FV)?)$/;
const control = /^(?:control|ctrl|placebo)$/i;
const given =
  /^(?:treat(?:ment|ed)?|exp(?:osed|eriment(?:al)?)?|test|variant|drug|placebo|tr(?:t|eatment)[ _]?\d|ctrl|control)$/i;

/** True where the values are days, months, directions, units, whom a film is fit for, or the arms of an experiment. */
export function areCircumstances(values: ReadonlyMap<string, number>): boolean {
  if (values.size < 2) return false;
  const texts = [...values.keys()];
  const areArms =
    texts.some((text) => control.test(text)) && texts.every((text) => given.test(text));
  const areDirections = values.size > 2 && texts.every((text) => direction.test(text));
  return (
    areArms ||
    areDirections ||
    [weekdays, months, filmRating, unit].some((form) => texts.every((text) => form.test(text)))
  );
}
