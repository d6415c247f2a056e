// Samples of a WebDataset shard: members that share the name before the first dot, and the label among them.
// Must not know how an archive is read.

import { unitOfParts } from '../tables/boxColumns';
import type { TarMember } from './tarMembers';

/** Where a sample's label stands: a member's extension, or a key in a JSON member. */
export interface WebLabel {
  readonly extension: string;
  /** Where in the JSON member: `label`, `meta.label`, `boxes[].label`; absent where the member is the label. */
  readonly key?: string;
  /** What each label of a list belongs to, where it is a region. */
  readonly unit?: 'box' | 'instance' | 'span';
}

const longestLabel = 256;
const longestJson = 1 << 20;
const plainExtensions = ['cls', 'cls2', 'class', 'label', 'target', 'cls.txt', 'label.txt'];
const jsonKeys = [
  'label',
  'cls',
  'class',
  'class_id',
  'label_id',
  'class_name',
  'label_name',
  'category',
  'category_id',
  'target',
  'labels',
  'classes',
  'categories',
  'tags',
];

/** The sample's key and the extension, lower-case: `a/b.seg.png` -> `a/b`, `seg.png`; undefined for hidden files. */
export function partsOf(name: string): { key: string; extension: string } | undefined {
  const base = name.lastIndexOf('/') + 1;
  const dot = name.indexOf('.', base);
  if (dot <= base) return undefined;
  return { key: name.slice(0, dot), extension: name.slice(dot + 1).toLowerCase() };
}

/** The labels that a member may hold, the likeliest first. */
export async function labelsIn(member: TarMember, extension: string): Promise<WebLabel[]> {
  if (plainExtensions.includes(extension) && member.size <= longestLabel) return [{ extension }];
  if (extension !== 'json') return [];
  return keysIn(await jsonOf(member)).map((one) => ({ extension, ...one }));
}

type JsonObject = Readonly<Record<string, unknown>>;

function keysIn(record: JsonObject | undefined): Omit<WebLabel, 'extension'>[] {
  if (record === undefined) return [];
  const inside = Object.entries(record).flatMap(([name, value]) => {
    const item: unknown = Array.isArray(value) ? value.find(isObject) : value;
    if (!isObject(item)) return [];
    const unit = Array.isArray(value) ? unitOfParts(Object.keys(item)) : undefined;
    const start = Array.isArray(value) ? `${name}[].` : `${name}.`;
    return namedKeys(item).map((key) => ({ key: start + key, ...(unit && { unit }) }));
  });
  return [...namedKeys(record).map((key) => ({ key })), ...inside];
}

function namedKeys(record: JsonObject): string[] {
  return jsonKeys.filter((key) => textsOf(record[key]).length > 0);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How likely a label is the one meant: smaller is likelier. */
export function rankOf({ extension, key }: WebLabel): number {
  if (key === undefined) return extension === 'txt' ? 500 : plainExtensions.indexOf(extension);
  const nested = key.includes('.') ? 200 : 100;
  return nested + jsonKeys.indexOf(key.replace(/^.*\./, ''));
}

/** True where the member is larger than anything that holds a label is read. */
export function isTooLong(member: TarMember, label: WebLabel): boolean {
  return member.size > (label.key === undefined ? longestLabel : longestJson);
}

/** The labels that a member holds; none where it holds no label. */
export async function readLabels(member: TarMember, label: WebLabel): Promise<string[]> {
  if (label.key === undefined) {
    const bytes = await member.read(longestLabel);
    return bytes === undefined ? [] : textsOf(new TextDecoder().decode(bytes));
  }
  return textsAt(await jsonOf(member), label.key);
}

function textsAt(record: JsonObject | undefined, key: string): string[] {
  const outer = key.replace(/\..*$/s, '');
  const inner = key.split('.').at(1);
  if (inner === undefined) return textsOf(record?.[outer]);
  const value = record?.[outer.replace('[]', '')];
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.flatMap((item) => (isObject(item) ? textsOf(item[inner]) : []));
}

const fewestTexts = 8;

/**
 * True where the texts beside the images are names of classes and no captions: short, and of few kinds.
 * @param texts those of the first samples.
 */
export function areNames(texts: readonly string[]): boolean {
  const distinct = new Set(texts).size;
  const isShort = texts.every((text) => text.length <= 40 && text.split(/\s+/).length <= 3);
  return texts.length >= fewestTexts && isShort && distinct >= 2 && distinct <= texts.length / 2;
}

async function jsonOf(member: TarMember): Promise<JsonObject | undefined> {
  const bytes = await member.read(longestJson);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(value) ? value : undefined;
  } catch {
    // No JSON, so no label in it.
    return undefined;
  }
}

/** A label, or those of a list. */
function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => textOf(one) ?? []);
  const text = textOf(value);
  return text === undefined ? [] : [text];
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value.toString() : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text.length > longestLabel ? undefined : text;
}
