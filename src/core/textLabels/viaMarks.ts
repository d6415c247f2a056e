// VIA regions with an attribute a class, one of them ticked: which names are ticked, and what a tick is.
// Must not know whether the attributes stand in JSON or in the cells of a CSV.

import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import { isObject, textOf, valuesIn } from '../jsonFiles/sketch';
import { readLabelName } from '../tables/columnNames';

/**
 * The attributes that are ticked where each region has one: `{"cat": "true"}`, `{"dog": {"dog": true}}`,
 * `{"bird": "bird"}`. Undefined where values say the class.
 */
export function tickedNames(attributes: readonly JsonObject[]): readonly string[] | undefined {
  const all = attributes.map((one) => Object.entries(one).filter(([, value]) => isSet(value)));
  const set = all.filter((one) => one.length > 0);
  const areMarks = set.every((one) => one.length === 1 && one.every(isMarked));
  if (set.length === 0 || !areMarks) return undefined;
  const keys = new Set(set.map(([[key]]) => key));
  // `{"class": "1"}` says class 1; so may any lone attribute that is always 1 or repeats its own name.
  if ([...keys].some((key) => /^name$/i.test(key) || readLabelName(key).promise >= 2))
    return undefined;
  const isToldByValue = ([[key, value]]: (typeof set)[number]): boolean =>
    isObject(value) || textOf(value) === '1' || textOf(value) === key;
  return keys.size === 1 && set.some(isToldByValue) ? undefined : [...keys];
}

/** A value that ticks the attribute `key`: yes in a word, or the attribute's own name. */
export function isTick(text: string, key: string): boolean {
  return /^(?:1|y(?:es)?|true|on)$/i.test(text) || text.toLowerCase() === key.toLowerCase();
}

function isSet(value: JsonValue): boolean {
  return isObject(value)
    ? valuesIn(value).some((one) => one === true)
    : !/^(?:|0|no?|false|off|none|null|undefined)$/i.test(textOf(value));
}

function isMarked([key, value]: readonly [string, JsonValue]): boolean {
  if (!isObject(value)) return isTick(textOf(value), key);
  // More options than one are what is chosen from.
  const options = Object.keys(value);
  return options.length === 1 && isTick(options[0], key);
}
