// Samples of a WebDataset shard: members that share the name before the first dot, and the label among them.
// Must not know how an archive is read.

import type { TarMember } from './tarMembers';

/** Where a sample's label stands: a member's extension, or a key in a JSON member. */
export interface WebLabel {
  readonly extension: string;
  /** Key in the JSON member; absent where the member is the label. */
  readonly key?: string;
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
  'target',
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
  const record = await jsonOf(member);
  return jsonKeys
    .filter((key) => textOf(record?.[key]) !== undefined)
    .map((key) => ({ extension, key }));
}

/** How likely a label is the one meant: smaller is likelier. */
export function rankOf({ extension, key }: WebLabel): number {
  return key === undefined ? plainExtensions.indexOf(extension) : 100 + jsonKeys.indexOf(key);
}

/** True where the member is larger than anything that holds a label is read. */
export function isTooLong(member: TarMember, label: WebLabel): boolean {
  return member.size > (label.key === undefined ? longestLabel : longestJson);
}

/** The label that a member holds; undefined where it holds none. */
export async function readLabel(member: TarMember, label: WebLabel): Promise<string | undefined> {
  if (label.key !== undefined) return textOf((await jsonOf(member))?.[label.key]);
  const bytes = await member.read(longestLabel);
  return bytes === undefined ? undefined : textOf(new TextDecoder().decode(bytes));
}

async function jsonOf(member: TarMember): Promise<Record<string, unknown> | undefined> {
  const bytes = await member.read(longestJson);
  if (bytes === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    // No JSON, so no label in it.
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value.toString() : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' || text.length > longestLabel ? undefined : text;
}
