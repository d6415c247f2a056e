// What the pieces of the page share: what they are given to show, and what they may ask for.
// Must not know any piece.
import type { Problem } from '../src/core/problems';
import type { SavedFile } from '../src/protocol/panel';
import type { ViewState } from '../src/protocol/viewState';
import type { Numbers } from './format';
import type { Model } from './model';
import type { PageState } from './state';
import type { Texts } from './text';

/** All that is on show at one moment. */
export interface Frame {
  readonly state: PageState;
  /** Undefined while there is no dataset, or where its weights cannot be computed. */
  readonly model: Model | undefined;
  /** Why there is no model although there is a dataset. */
  readonly fault: string | undefined;
}

/** A piece of the page: built once, then told of every change. */
export interface Part {
  readonly element: HTMLElement;
  update(frame: Frame): void;
}

export interface Actions {
  readonly change: (patch: Partial<ViewState>) => void;
  readonly showDataset: (id: string) => void;
  readonly exportWeights: () => void;
  readonly copyCode: () => void;
  /** Asks where to, and writes the file. */
  readonly save: (file: SavedFile) => void;
  readonly copyText: (text: string) => void;
  /** Looks for the first samples of a class, by its index. */
  readonly showSamples: (index: number) => void;
  readonly countPairs: () => void;
  /** Looks for near-duplicates in the split on show. */
  readonly estimateDuplicates: () => void;
  /** Asks what is still open, and starts a comparison on the dataset on show. */
  readonly startTraining: () => void;
  /** Of the run that the advice is from. */
  readonly openTrainingResults: () => void;
  readonly rescan: () => void;
  readonly openSource: (
    place: Pick<Problem, 'line' | 'column'> & { readonly path: string },
  ) => void;
  readonly showLog: () => void;
  readonly dismiss: (notice: number) => void;
}

/** What every piece is built with. */
export interface Context {
  readonly text: Texts;
  readonly numbers: Numbers;
  readonly actions: Actions;
}
