// The problems of the dataset, each with a way to its place in the file.
// Must not know how a file is opened.
import type { Problem } from '../src/core/problems';
import { button } from './controls/fields';
import { h, icon, setText, show } from './dom';
import type { Context, Frame, Part } from './part';

const shownAtFirst = 50;

export class ProblemsSection implements Part {
  readonly element: HTMLElement;
  readonly #title = h('summary');
  readonly #list = h('ul');
  readonly #more = h('div');
  #shown: readonly Problem[] | undefined;

  constructor(private readonly context: Context) {
    const details = h('details', { open: true }, this.#title, this.#list, this.#more);
    this.element = h('section', { class: 'problems', 'data-testid': 'problems' }, details);
  }

  update({ state }: Frame): void {
    const problems = state.shown.dataset?.problems ?? [];
    show(this.element, problems.length > 0);
    if (problems === this.#shown) return;
    this.#shown = problems;
    const { text, numbers } = this.context;
    setText(
      this.#title,
      text.plural('problems.count', problems.length, numbers.count(problems.length)),
    );
    this.#list.replaceChildren(...problems.slice(0, shownAtFirst).map((one) => this.#item(one)));
    this.#more.replaceChildren();
    if (problems.length <= shownAtFirst) return;
    const all = text.t('problems.more', numbers.count(problems.length));
    this.#more.append(
      button(all, { kind: 'link', testId: 'problems-all' }, () => {
        this.#list.replaceChildren(...problems.map((one) => this.#item(one)));
        this.#more.replaceChildren();
      }),
    );
  }

  #item(problem: Problem): HTMLElement {
    const { text } = this.context;
    const severity = text.t(`problems.${problem.severity}`);
    return h(
      'li',
      { class: problem.severity },
      icon(problem.severity),
      h('span', { class: 'hidden' }, `${severity}: `),
      h('span', { class: 'message', dir: 'auto' }, problem.message),
      ...this.#place(problem),
    );
  }

  #place({ file, line, column }: Problem): readonly HTMLElement[] {
    if (file === undefined) return [];
    const { text, actions } = this.context;
    const place = line === undefined ? file : text.t('problems.place', file, line.toString());
    const link = button(place, { kind: 'link place', hint: text.t('problems.open', place) }, () => {
      actions.openSource({ path: file, line, column });
    });
    return [link];
  }
}
