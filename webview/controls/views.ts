// Which view is open; there is a choice only where there are splits to compare.
// Must not know what the views show.
import { h, setAttribute, show } from '../dom';
import type { Context, Frame, Part } from '../part';
import { button } from './fields';

const views = ['distribution', 'splits'] as const;

export class ViewTabs implements Part {
  readonly element: HTMLElement;
  readonly #tabs: readonly HTMLButtonElement[];

  constructor({ text, actions }: Context) {
    this.#tabs = views.map((view) =>
      button(text.t(`view.${view}`), { kind: 'tab', testId: `view-${view}` }, () => {
        actions.change({ view });
      }),
    );
    const group = { class: 'tabs', role: 'group', 'aria-label': text.t('view.label') };
    this.element = h('div', group, ...this.#tabs);
  }

  update({ state, model }: Frame): void {
    show(this.element, (model?.dataset.splits.length ?? 0) > 1);
    views.forEach((view, i) => {
      setAttribute(this.#tabs[i], 'aria-pressed', view === state.view.view ? 'true' : 'false');
    });
  }
}
