// What the page of training results knows, and how a message changes it.
// Must not know the DOM.
import type { ArmRecall } from '../../src/core/training/runState';
import type { Results } from '../../src/protocol/training';
import type { TrainingView } from '../../src/protocol/trainingView';

export interface PageState {
  readonly results: Results;
  /** By run folder. */
  readonly recalls: Readonly<Record<string, readonly ArmRecall[]>>;
  readonly view: TrainingView;
  /** What went wrong when something was asked for; empty for nothing. */
  readonly fault: string;
}

export function withResults(state: PageState, results: Results): PageState {
  return { ...state, results, view: { ...state.view, other: results.other?.folder } };
}

export function withRecalls(
  state: PageState,
  { folder, recalls }: { readonly folder: string; readonly recalls: readonly ArmRecall[] },
): PageState {
  return { ...state, recalls: { ...state.recalls, [folder]: recalls } };
}

export const withFault = (state: PageState, fault: string): PageState => ({ ...state, fault });

export const withArm = (state: PageState, arm: string): PageState => ({
  ...state,
  view: { ...state.view, arm },
});
