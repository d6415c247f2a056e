// What detection of records writes down for planning and counting, and the class names it leads to.
// Must not know files' contents beyond names files.

import type { Claim, JsonObject } from '../claims';
import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { parentPath } from '../paths';
import type { ByteInput } from '../ports';
import { nameListsBeside, namesFor, someLabels } from '../tables/nameLists';
import { pack } from '../tables/packed';
import type { RecordRecipe } from './records';

/** The recipe, and some labels to find their names by. */
export function notesOf(recipe: RecordRecipe, labels: readonly string[]): JsonObject {
  return pack({ recipe, ids: idsAmong(labels) });
}

/** Some of the labels where all are ids, else none. */
export function idsAmong(labels: readonly string[]): readonly string[] {
  return areIndexes(labels) || areCodes(labels) ? someLabels(new Set(labels)) : [];
}

/** True for ids that are indexes into a vector of weights. */
export function areIndexes(ids: readonly string[]): boolean {
  return ids.length > 0 && ids.every((id) => /^\d+$/.test(id));
}

/** Wikidata's `P17`, `Q5`. */
function areCodes(labels: readonly string[]): boolean {
  return labels.length > 0 && labels.every((label) => /^[PQ]\d+$/.test(label));
}

/** Some of the labels, where they are ids; among them the smallest and the largest that were seen. */
export function labelsOf(options: JsonObject): readonly string[] {
  const { ids } = options;
  return Array.isArray(ids) ? ids.map(String) : [];
}

export function recipeOf(options: JsonObject): RecordRecipe {
  return options.recipe as unknown as RecordRecipe;
}

/** Classes of a names file beside the first source, where the labels are its ids. */
export async function namesBeside(
  labels: readonly string[],
  claim: Claim,
  files: ByteInput,
  folder: FolderView,
): Promise<readonly ClassEntry[]> {
  const path = claim.sources.at(0)?.path ?? '';
  if (labels.length === 0) return [];
  const lists = nameListsBeside(folder.at(parentPath(path)), path);
  const names = await namesFor(someLabels(new Set(labels)), lists, files, { file: path });
  return names?.classes ?? [];
}
