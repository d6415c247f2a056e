// Which view is open, of those that the dataset has something for.
// Must not know what the views show.
import { h, setAttribute, show } from '../dom';
import type { Context, Frame, Part } from '../part';
import { hasView } from '../state';
import { button } from './fields';

const views = ['distribution', 'methods', 'splits', 'pairs'] as const;

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
    show(this.element, model !== undefined && model.classes.length > 0);
    views.forEach((view, i) => {
      const open = view === (state.view.view ?? 'distribution');
      setAttribute(this.#tabs[i], 'aria-pressed', open ? 'true' : 'false');
      show(this.#tabs[i], model !== undefined && hasView(model.dataset, state.shown, view));
    });
  }
}
