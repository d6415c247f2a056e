// The plan of text files whose labels are ids: names from a list beside them, one work unit a file.
// Must not know formats.

import type { Claim, JsonObject, Plan } from '../claims';
import type { FolderView } from '../folderView';
import { parentPath } from '../paths';
import type { ByteInput } from '../ports';
import { nameListsBeside, namesFor, someLabels } from '../tables/nameLists';
import { unitsOf } from './textFiles';

/** Notes for {@link namedPlan}: some of the labels that were met, to find their names by. */
export function labelNotes(labels: Iterable<string>): JsonObject {
  return { labels: someLabels(new Set(labels)) };
}

/** Classes in the order of the list that names them, else by label. */
export async function namedPlan(
  claim: Claim,
  files: ByteInput,
  root: FolderView,
  how: Partial<Pick<Plan, 'multiLabel' | 'denseIndexes'>> = {},
): Promise<Plan> {
  const labels = claim.options.labels as readonly string[];
  const { path } = claim.sources[0];
  const lists = nameListsBeside(root.at(parentPath(path)), path);
  const names = await namesFor(labels, lists, files, { file: path });
  return {
    classes: names?.classes ?? [],
    order: names === undefined ? 'label' : 'declared',
    multiLabel: false,
    openVocabulary: false,
    units: await unitsOf(claim.format, claim.sources, files, {}),
    problems: [],
    ...how,
  };
}
