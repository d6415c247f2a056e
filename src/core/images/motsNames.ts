// Names of the classes in MOTS' instance images: labels.txt counts from 1, as 0 is what nobody drew.
// Must not know images, nor where the names come from.

import type { ClassEntry } from '../model';

const background = /^_*(?:background|bg|void|unlabel+ed)_*$/i;

/**
 * The classes by their numbers in the images, the background first; none where an image holds a number that the names do not
 * reach. Datumaro writes the background into the list too: it is still 0 in the images.
 */
export function motsClasses(numbers: readonly string[], names: readonly string[]): ClassEntry[] {
  if (numbers.length === 0 || numbers.some((one) => Number(one) > names.length)) return [];
  const listed = names.find((name) => background.test(name));
  const drawn = names.flatMap((name, at) =>
    name === listed ? [] : [{ id: (at + 1).toString(), name }],
  );
  return [{ id: '0', name: listed ?? 'background' }, ...drawn];
}
