// How samples and their labels may lie in a JSON text that is no known tool's.
// Must not know files, or how a layout is found and counted.

import type { SplitName, Unit } from '../model';
import type { RecordRecipe } from './records';

/** One place of samples; plain JSON. */
export interface Place {
  /** Path of the samples, as in bytes/jsonPath. */
  readonly path: string;
  readonly split: SplitName;
}

/** How samples stand there; plain JSON. */
export type LayoutKind =
  /** Map of path to label, or to a list of labels. */
  | {
      readonly how: 'map';
      /** Folders of the paths name splits. */
      readonly inPath?: true;
    }
  /** Map of class to a list of paths. */
  | { readonly how: 'classes' }
  /** List of [path, label], [path, label, name] or [text, label]. */
  | { readonly how: 'pairs' }
  /** List of rows of numbers with their label last, at the place `label`. */
  | { readonly how: 'rows'; readonly label: number }
  /** List of [text, {"entities": [[start, end, label]]}]. */
  | { readonly how: 'entities' }
  /** A list of labels beside a list of paths. */
  | { readonly how: 'column' }
  /** Samples listed under their class, which `label` names: a key of the group, or '' for the key that holds the list. */
  | {
      readonly how: 'groups';
      readonly label: string;
      /** Key of the list in a group; '' where the group is the list. */
      readonly items: string;
      readonly of: 'text' | 'object';
    }
  /** Map of sample to a list of objects of one label each, behind the key `inner`. */
  | { readonly how: 'lists'; readonly inner: string }
  | { readonly how: 'records'; readonly recipe: RecordRecipe };

/** Where the text declares its classes: a list of names, or of objects with a name; plain JSON. */
export interface DeclaredNames {
  /** Path of the names, as in bytes/jsonPath. */
  readonly path: string;
  /** Whether labels are places in that list, or the names themselves. */
  readonly by: 'index' | 'name';
}

export interface JsonLayout {
  readonly kind: LayoutKind;
  readonly places: readonly Place[];
  readonly unit: Unit;
  readonly confidence: number;
  readonly evidence: string;
  readonly labels: readonly string[];
  readonly declared?: DeclaredNames;
}

/** A layout at one path. */
export type FoundLayout = Omit<JsonLayout, 'places' | 'declared'> & { readonly path: string };
