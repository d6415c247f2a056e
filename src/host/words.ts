// Counts with their unit, and datasets by name, in the user's language.
// Must not know what is shown where.

import { l10n } from 'vscode';
import type { Unit } from '../core/model';
import type { NumberFormat } from './format';

type Words = readonly [one: (count: string) => string, many: (count: string) => string];

const words: Readonly<Record<Unit, Words>> = {
  image: [(n) => l10n.t('{0} image', n), (n) => l10n.t('{0} images', n)],
  box: [(n) => l10n.t('{0} box', n), (n) => l10n.t('{0} boxes', n)],
  instance: [(n) => l10n.t('{0} instance', n), (n) => l10n.t('{0} instances', n)],
  pixel: [(n) => l10n.t('{0} pixel', n), (n) => l10n.t('{0} pixels', n)],
  token: [(n) => l10n.t('{0} token', n), (n) => l10n.t('{0} tokens', n)],
  span: [(n) => l10n.t('{0} span', n), (n) => l10n.t('{0} spans', n)],
  document: [(n) => l10n.t('{0} document', n), (n) => l10n.t('{0} documents', n)],
  row: [(n) => l10n.t('{0} row', n), (n) => l10n.t('{0} rows', n)],
  clip: [(n) => l10n.t('{0} clip', n), (n) => l10n.t('{0} clips', n)],
  track: [(n) => l10n.t('{0} track', n), (n) => l10n.t('{0} tracks', n)],
  group: [(n) => l10n.t('{0} group', n), (n) => l10n.t('{0} groups', n)],
};

/** “1 image”, “12,345 boxes”. */
export function unitCount(unit: Unit, count: number, numbers: NumberFormat): string {
  const [one, many] = words[unit];
  return (count === 1 ? one : many)(numbers.whole(count));
}

export function classCount(count: number, numbers: NumberFormat): string {
  return count === 1 ? l10n.t('1 class') : l10n.t('{0} classes', numbers.whole(count));
}
