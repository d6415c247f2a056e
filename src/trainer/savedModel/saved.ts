// A trained model as a graph: what an engine hands over to be saved.
// Must not know engines or files.

import type { Graph, Ref } from './graph';

/**
 * From `input`, samples as the run's data hold them (images as numbers 0 to 255, vectors as they are), to `output`,
 * logits in class order.
 */
export interface SavedGraph {
  readonly graph: Graph;
  readonly input: Ref;
  readonly output: Ref;
}
