// What stands before the first bar of a line of Vowpal Wabbit's: labels, importance and tag.
// Must not know files.

import { plainNumber } from './svmlightReader';

/**
 * `simple`: a number; `several`: whole numbers joined by commas; `costs`: `class:cost` for some of the classes; `actions`:
 * `action:cost:probability` of the one that was tried.
 */
export type WabbitKind = 'simple' | 'several' | 'costs' | 'actions';

const figure = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?`;
const forms: readonly (readonly [WabbitKind, RegExp])[] = [
  ['simple', new RegExp(`^${figure}$`, 'i')],
  ['several', /^\d+(?:,\d+)*$/],
  ['actions', new RegExp(String.raw`^\d+:${figure}:${figure}$`, 'i')],
  ['costs', new RegExp(String.raw`^\d+(?::${figure})?$`, 'i')],
];
const feature = new RegExp(String.raw`\S:${figure}(?=\s|$)`, 'i');

/** The words before the first bar, without the tag; undefined where there is no bar. */
function wordsBefore(line: string): string[] | undefined {
  const bar = line.indexOf('|');
  if (bar < 0) return undefined;
  const words = line
    .slice(0, bar)
    .split(/\s+/)
    .filter((word) => word !== '');
  const isTagged = bar > 0 && !/\s/.test(line[bar - 1]);
  // A number that touches the bar is a label where nothing stands before it, and else a tag.
  const isTag = words.length > 1 && isTagged;
  if (isTag || words.at(-1)?.startsWith("'") === true) words.pop();
  return words;
}

/** What the lines say; undefined where they are none of Vowpal Wabbit's. `named`: the file is called as such. */
export function readWabbit(lines: readonly string[], named: boolean): WabbitKind | undefined {
  const all = lines.map(wordsBefore);
  const labelled = all.filter((words) => words !== undefined && words.length > 0);
  if (all.includes(undefined) || labelled.length * 2 < all.length) return undefined;
  if (!named && !lines.every(isOfFeatures)) return undefined;
  if (!named && lines.filter((line) => feature.test(line)).length * 2 < lines.length)
    return undefined;
  return forms.find(([kind, form]) =>
    labelled.every((words) => {
      const most = kind === 'costs' ? Infinity : kind === 'simple' ? 3 : 1;
      return words !== undefined && words.length <= most && words.every((word) => form.test(word));
    }),
  )?.[0];
}

/** A bar apart from what is before it, as in no table of bars. */
function isOfFeatures(line: string): boolean {
  const bar = line.indexOf('|');
  return bar === 0 || /\s/.test(line[bar - 1]) || /'[^\s|]*$/.test(line.slice(0, bar));
}

/** The labels of a line, as numbers are written plainly; none where it has no label. */
export function labelsOf(line: string, kind: WabbitKind): readonly string[] {
  const words = wordsBefore(line) ?? [];
  if (words.length === 0) return [];
  if (kind === 'several') return words[0].split(',');
  if (kind === 'simple') return [plainNumber(words[0]) ?? []].flat();
  const costs = words.map((word) => word.split(':'));
  if (kind === 'actions') return [costs[0][0]];
  const known = costs.filter((one) => one.length > 1);
  const least = Math.min(...known.map(([, cost]) => Number(cost)));
  return known
    .filter(([, cost]) => Number(cost) === least)
    .slice(0, 1)
    .map(([label]) => label);
}
