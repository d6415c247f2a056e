// Objects that are relations, events or opinions found in a text: by what keys they are known, and which key is their label.
// Must not know files; judges from a few objects, counts nothing.

import type { JsonObject } from '../bytes/jsonValue';
import type { Unit } from '../model';
import { readLabelName } from '../tables/columnNames';
import { at, hasKeys, isObject } from './sketch';

/** What objects of a list are, and the key of their label. */
export interface Structured {
  readonly unit: Unit;
  readonly inner: string;
}

/** Relations (DuIE, DocRED), events (MAVEN, DuEE) or opinions (SentiHood); undefined for other objects. */
export function structuredLabel(objects: readonly JsonObject[]): Structured | undefined {
  if (objects.length === 0) return undefined;
  const relation = relationLabel(objects) ?? eventLabel(objects);
  if (relation !== undefined) return { unit: 'instance', inner: relation };
  const opinion = opinionLabel(objects);
  return opinion === undefined ? undefined : { unit: 'span', inner: opinion };
}

/** True for the key of what holds between two things that the record marks in its text (TACRED, OpenNRE). */
export function isRelationOfRecord(key: string, keys: readonly string[]): boolean {
  const has = (...all: readonly string[]): boolean => all.every((one) => keys.includes(one));
  if (!/^relations?$|^rel$/i.test(key)) return false;
  return (
    has('h', 't') ||
    has('subj_start', 'obj_start') ||
    has('head', 'tail') ||
    has('subject', 'object') ||
    has('e1', 'e2')
  );
}

/** `{"source": 35, "target": 4}`: two things of one kind, which records link. */
export function isEndOfLink(key: string, records: readonly JsonObject[]): boolean {
  if (!/^target$/i.test(key)) return false;
  const start = Object.keys(records[0]).find((one) => /^source$/i.test(one));
  if (start === undefined) return false;
  const ends = new Set(records.map((one) => at(one, key)));
  const starts = records.map((one) => at(one, start));
  const areNumbers = [...ends, ...starts].every((one) => typeof one === 'number');
  return (
    new Set(starts).size > 2 && ends.size > 2 && (areNumbers || starts.some((one) => ends.has(one)))
  );
}

/** `{"reader": {"class_name": …}, "iterator": {"class_name": …}}`: what each part of a setting is, and of no sample. */
export function isOfParts(
  path: string,
  records: readonly JsonObject[],
  keys: readonly string[],
): boolean {
  const [own, inner, ...deeper] = path.split('.');
  if (deeper.length > 0 || readLabelName(own).promise >= 2) return false;
  const isPart = (record: JsonObject, key: string): boolean => {
    const part = at(record, key);
    return isObject(part) && typeof at(part, inner) === 'string';
  };
  return keys.some(
    (key) => key !== own && records.filter((one) => isPart(one, key)).length * 2 > records.length,
  );
}

/** The relation in DuIE's triples of subject, predicate and object, and in DocRED's of head, tail and relation. */
function relationLabel(triples: readonly JsonObject[]): string | undefined {
  if (triples.every((one) => hasKeys(one, 'h', 't', 'r'))) return 'r';
  const ends = triples.every((one) => 'subject' in one && 'object' in one);
  return ends ? textKey(triples, ['predicate', 'relation']) : undefined;
}

/** An event has what sets it off, or who takes part. */
function eventLabel(events: readonly JsonObject[]): string | undefined {
  const parts = /^(?:trigger(?:_word|_start_index)?|triggers|mentions?|arguments|participants)$/;
  const areEvents = events.every((one) => Object.keys(one).some((key) => parts.test(key)));
  return areEvents ? textKey(events, ['event_type', 'eventType', 'type']) : undefined;
}

/** An opinion has what it is about. */
function opinionLabel(opinions: readonly JsonObject[]): string | undefined {
  const about = /^(?:aspects?|terms?|target\w*|opinion\w*|category|entity)$/i;
  const areAbout = opinions.every((one) => Object.keys(one).some((key) => about.test(key)));
  return areAbout ? textKey(opinions, ['sentiment', 'polarity']) : undefined;
}

function textKey(objects: readonly JsonObject[], keys: readonly string[]): string | undefined {
  return keys.find((key) => objects.every((one) => typeof at(one, key) === 'string'));
}
