// What a search for near-duplicates answers, as plain JSON: for the panel, the command line and later weights.
// Must not know how pictures are hashed, stored or shown.
import { classPrototypes, type ClassPrototypes } from '../advice/classPrototypes';
import type { Dataset, SplitName } from '../model';
import { clusterCounts, sizesOf } from './clusterCounts';

export const duplicatesSchema = 'class-balance/duplicates@1';

/** One class and what its near-duplicates say. */
export interface ClassDuplicates extends ClassPrototypes {
  readonly id: string;
  readonly name: string;
}

/** Pictures that could not be hashed: how many, and some of them. */
export interface SkippedPictures {
  readonly count: number;
  readonly examples: readonly { readonly path: string; readonly reason: string }[];
}

/** The answer for one split of a dataset. */
export interface DuplicatesReport {
  readonly schema: typeof duplicatesSchema;
  /** Id and name of the dataset. */
  readonly dataset: string;
  readonly name: string;
  readonly split: SplitName;
  /** No two hashes that count as one picture differ in more than so many of 64 bits; see `clusterHashes`. */
  readonly distance: number;
  /** What decoded the pictures. */
  readonly decoder: string;
  /** Pictures that were hashed; one that lies in several classes counts once. */
  readonly pictures: number;
  /** Samples without a picture of their own in the workspace. */
  readonly withoutPicture: number;
  /** Why some of those may be there all the same, for people; absent where all were looked for. */
  readonly unsearched?: string;
  readonly skipped: SkippedPictures;
  /** In the dataset's order. */
  readonly classes: readonly ClassDuplicates[];
  /** Classes with an N of their own. */
  readonly supported: number;
}

/** What is known of the search beside its clusters. */
export type SearchAccount = Omit<
  DuplicatesReport,
  'schema' | 'dataset' | 'name' | 'classes' | 'supported'
>;

/** @param clusters of the pictures of each class, numbered from 0, aligned with the dataset's classes. */
export function duplicatesReport(
  { id, name, classes }: Dataset,
  clusters: readonly Uint32Array[],
  account: SearchAccount,
): DuplicatesReport {
  const found = classes.map((entry, index) => ({
    ...{ id: entry.id, name: entry.name },
    ...classPrototypes(clusterCounts(sizesOf(clusters[index]))),
  }));
  const supported = found.filter(({ finding }) => finding === 'supported').length;
  return {
    ...{ schema: duplicatesSchema, dataset: id, name, ...account },
    ...{ classes: found, supported },
  };
}

/** The finding on the whole dataset in a plain sentence. */
export function duplicatesSummary({ classes, supported, pictures }: DuplicatesReport): string {
  const repeats = classes.reduce((sum, { counts }) => sum + counts.samples - counts.clusters, 0);
  const looked = `${pictures} pictures, ${repeats} of them near-duplicates of another of their class.`;
  if (supported === 0) {
    return `${looked} In no class do they tell N: keep one N for all.`;
  }
  return `${looked} In ${supported} of ${classes.length} classes they tell an N of their own.`;
}
