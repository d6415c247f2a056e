// What the pieces of the page share: what they are given to show, and what they may ask for.
// Must not know any piece.
import { englishTrainingStrings, type TrainingStringKey } from '../../src/protocol/trainingStrings';
import type { Numbers } from '../format';
import { TextTable } from '../text';
import type { PageState } from './state';

/** A piece of the page: built once, then told of every change. */
export interface Part {
  readonly element: HTMLElement;
  update(state: PageState): void;
}

export type Asked =
  'stop' | 'resume' | 'openLossConfig' | 'openReport' | 'openFolder' | 'showTerminal' | 'showLog';

export interface Actions {
  readonly ask: (what: Asked) => void;
  readonly compare: (folder: string) => void;
  readonly showArm: (arm: string) => void;
  readonly dismiss: () => void;
}

/** The texts of training results. */
export class TrainingTexts extends TextTable<TrainingStringKey> {
  constructor(translated: Readonly<Record<string, string>> = {}) {
    super(englishTrainingStrings, translated);
  }
}

/** What every piece is built with. */
export interface Context {
  readonly text: TrainingTexts;
  readonly numbers: Numbers;
  readonly actions: Actions;
}
