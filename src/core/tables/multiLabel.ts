// Several labels in one cell: joined by a delimiter, or written as a list literal.
// Must not know columns or files.

import { spanTypes } from './tagWords';

/**
 * How a cell joins its labels; `list` is a literal such as `['a', 'b']`, `["a"]` or `[1, 4]`; `regions` is Label Studio's JSON
 * of regions, each with its labels, and `choices` its `{"choices": ["a", "b"]}` beside cells of one label; `angles` are Stack Overflow's `<a><b>`; `items` is a list with a label for each token or
 * box, which says the same label as often as it occurs; `segments` are Charades' labels with their times,
 * `c092 11.90 21.20;c147 0.00 12.60`; `spans` are tags of tokens, which make up spans (`O B-PER I-PER`, or a list).
 */
export type Join =
  | ('|' | ';' | ',' | ' ')
  | ('list' | 'items' | 'angles' | 'regions' | 'choices' | 'segments' | 'spans');

const literal = /^[[({](.*)[\])}]$/s;
const item = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s,"'[\](){}:]+)/gs;

/** The distinct labels of a cell, in order, blanks around them cut; none for an empty cell or list. Of regions and items each one's. */
export function splitLabels(cell: string, join: Join): string[] {
  if (join === 'regions') return regionLabels(cell);
  if (join === 'spans') return spanTypes(tagsOf(cell));
  const parts = partsOf(cell, join);
  const labels = parts.map((part) => part.trim()).filter((part) => part !== '');
  return labels.length < 2 || join === 'items' ? labels : [...new Set(labels)];
}

/** The tags of a cell, a list or apart by blanks. */
export function tagsOf(cell: string): string[] {
  const text = cell.trim();
  if (literal.test(text)) return listItems(text);
  return text === '' ? [] : text.split(/\s+/);
}

/** Items of a list literal, blank ones too. */
export function countItems(cell: string): number {
  return listItems(cell.trim()).length;
}

function partsOf(cell: string, join: Exclude<Join, 'regions' | 'spans'>): readonly string[] {
  if (join === 'items') return tagsOf(cell);
  if (join === 'list') return listItems(cell.trim());
  if (join === 'choices') return choicesOf(cell);
  if (join === 'angles') return Array.from(cell.matchAll(/<([^<>]+)>/g), ([, tag]) => tag);
  if (join === 'segments')
    return cell.split(';').map((part) => segment.exec(part.trim())?.[1] ?? '');
  return cell.split(join === ' ' ? /\s+/ : join);
}

/** A label, and when it begins and ends. */
const segment = /^(\S+) (\d+(?:\.\d+)?) (\d+(?:\.\d+)?)$/;
/** `Jan 1 2000` is a day. */
const month = /^(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?$/i;

function areSegments(text: string): boolean {
  return text.split(';').every((part) => {
    const [label = '', start, end] = segment.exec(part.trim())?.slice(1) ?? [];
    return /[^\d.]/.test(label) && !month.test(label) && Number(start) <= Number(end);
  });
}

const vector = /^\s*[[(]\s*[01](?:\.0*)?(?:\s*,\s*[01](?:\.0*)?){2,}\s*[\])]\s*$/;

/** `[1, 0, 0]`, `[0, 1, 0]`: a place for each class, of which the label is one, and not labels 0 and 1. */
export function areVectors(texts: readonly string[]): boolean {
  const [first] = texts;
  return texts.every((text) => vector.test(text) && countItems(text) === countItems(first));
}

const angles = /^(?:<[^<>\s]+>)+$/;
/** Label Studio's cell of several choices. */
const choices = /^\s*\{\s*"choices":\s*(\[[^[\]{}]*\])\s*\}\s*$/;

/** The choices of such a cell; a cell of another form is a label itself. */
function choicesOf(cell: string): readonly string[] {
  const list = choices.exec(cell)?.[1];
  if (list === undefined) return [cell];
  try {
    const value: unknown = JSON.parse(list);
    return Array.isArray(value) ? value.map(String) : [cell];
  } catch {
    // What is no JSON after all is a label that looks like it.
    return [cell];
  }
}

const regions = /^\[\{.*"(?:\w*labels|choices)":\s*\[.*\}\]$/s;

function regionLabels(cell: string): string[] {
  let value: unknown;
  try {
    value = JSON.parse(cell);
  } catch {
    // A cell that is no JSON has no regions.
    return [];
  }
  const all: readonly unknown[] = Array.isArray(value) ? value : [];
  return all.flatMap((region) => {
    if (typeof region !== 'object' || region === null) return [];
    return Object.entries(region).flatMap(([key, labels]: [string, unknown]) => {
      const areLabels = /(?:labels|^choices)$/.test(key) && Array.isArray(labels);
      return areLabels ? labels.filter((label) => typeof label === 'string') : [];
    });
  });
}

function listItems(text: string): string[] {
  const inside = literal.exec(text)?.[1];
  if (inside === undefined) return [text];
  return Array.from(inside.matchAll(item), (match) => {
    const quoted = match.at(1) ?? match.at(2);
    return quoted === undefined ? (match.at(3) ?? '') : quoted.replace(/\\(.)/gs, '$1');
  });
}

/** True for `['a', 'b']`, `["a"]`, `[3, 7]`, `[]`, `('a',)`, `{'a'}`; not for nested lists, objects or boxes of floats. */
function isListLiteral(text: string): boolean {
  const inside = literal.exec(text)?.[1];
  if (inside === undefined) return false;
  const rest = inside.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs, 'q');
  return rest
    .split(',')
    .every((part) => /^(?:q(?:\s+q)*|\d+|[\p{L}_][\p{L}\p{N}_ -]*)?$/u.test(part.trim()));
}

/**
 * How the cells (value -> times) join labels, or undefined where each is one label. `several` says that the column's
 * name promises several labels a cell, so that less has to recur: a sample shows few combinations of many labels.
 */
export function sniffJoin(values: ReadonlyMap<string, number>, several = false): Join | undefined {
  const texts = [...values.keys()];
  const written = texts.length === 0 ? undefined : writtenJoin(texts);
  if (written !== undefined) return written;
  const lists = texts.filter(isListLiteral).length;
  if (lists > 0 && lists >= texts.length * 0.8) return 'list';
  for (const join of ['|', ';'] as const) {
    if (partsRecur(texts, join)) return join;
  }
  if (mostPartsStand(texts, ',', several ? 1 / 3 : 1 / 2)) return ',';
  if (allPartsStand(texts)) return ' ';
  const words = several && texts.every((text) => !text.includes(','));
  return words && mostPartsStand(texts, ' ', 1 / 2) ? ' ' : undefined;
}

/** A way of writing several labels that every cell shows. */
function writtenJoin(texts: readonly string[]): Join | undefined {
  if (texts.every((text) => regions.test(text) || text === '[]')) {
    return texts.some((text) => text !== '[]') ? 'regions' : 'list';
  }
  const chosen = texts.filter((text) => choices.test(text));
  const others = texts.filter((text) => !choices.test(text));
  if (chosen.length > 0 && !others.some((text) => /[[{]/.test(text))) return 'choices';
  if (texts.every((text) => angles.test(text.trim()))) return 'angles';
  return texts.every(areSegments) ? 'segments' : undefined;
}

/** For delimiters that names hardly hold: enough that some part is found in two cells. */
function partsRecur(texts: readonly string[], join: Join): boolean {
  const several = texts.filter((text) => splitLabels(text, join).length > 1);
  if (several.length === 0) return false;
  const holders = partHolders(texts, join);
  return several.some((text) =>
    splitLabels(text, join).some((part) => (holders.get(part)?.cells ?? 0) > 1),
  );
}

interface Holders {
  cells: number;
  alone: boolean;
}

/** For each part: how many distinct cells hold it, and whether it ever stands alone. */
function partHolders(texts: readonly string[], join: Join): Map<string, Holders> {
  const holders = new Map<string, Holders>();
  for (const text of texts) {
    const parts = splitLabels(text, join);
    for (const part of parts) {
      const known = holders.get(part) ?? { cells: 0, alone: false };
      holders.set(part, { cells: known.cells + 1, alone: known.alone || parts.length === 1 });
    }
  }
  return holders;
}

const stands = (one: Holders | undefined): boolean =>
  one !== undefined && (one.alone || one.cells > 1);

/** A comma also stands inside names (“tench, Tinca tinca”): a share of the parts must stand by themselves. */
function mostPartsStand(texts: readonly string[], join: Join, share: number): boolean {
  const several = texts.filter((text) => splitLabels(text, join).length > 1);
  if (several.length === 0) return false;
  const holders = partHolders(texts, join);
  const parts = new Set(several.flatMap((text) => splitLabels(text, join)));
  const standing = [...parts].filter((part) => stands(holders.get(part)));
  const short = [...parts].every((part) => part.split(/\s+/).length <= 5);
  return short && standing.length >= parts.size * share && varies(texts, join, holders);
}

/** A blank also stands inside names (“guinea pig”): every part must occur alone or in two combinations. */
function allPartsStand(texts: readonly string[]): boolean {
  const several = texts.filter((text) => splitLabels(text, ' ').length > 1);
  if (several.length === 0) return false;
  const holders = partHolders(texts, ' ');
  const parts = several.flatMap((text) => splitLabels(text, ' '));
  return parts.every((part) => stands(holders.get(part))) && varies(texts, ' ', holders);
}

/** “light blue, dark blue, light red, dark red”: always two words and none alone are names, not labels. */
function varies(
  texts: readonly string[],
  join: Join,
  holders: ReadonlyMap<string, Holders>,
): boolean {
  if ([...holders.values()].some((one) => one.alone)) return true;
  return new Set(texts.map((text) => splitLabels(text, join).length)).size > 1;
}
