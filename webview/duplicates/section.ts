// What near-duplicates tell of N: a way to ask for them, the finding in a sentence, and N per class to weigh by.
// Must not know how they are found, nor estimate anything.
import { showsPictures } from '../../src/core/duplicates/pictured';
import { button } from '../controls/fields';
import { h, setText, show } from '../dom';
import type { Context, Frame, Part } from '../part';
import type { Model } from '../model';
import { classRows, shownRows } from './rows';

export class DuplicatesSection implements Part {
  readonly element: HTMLElement;
  readonly #said = h('span', { 'data-testid': 'duplicates-text' });
  readonly #ask: HTMLButtonElement;
  readonly #use: HTMLButtonElement;
  readonly #skipped = h('p', { class: 'hint' });
  /** In the open: what is missing may change what is said. */
  readonly #unsearched = h('p', { class: 'hint', 'data-testid': 'duplicates-unsearched' });
  readonly #rows = h('div');
  readonly #details: HTMLDetailsElement;
  #shown: Model['duplicates'] | null = null;
  #isUsed = false;

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    this.#ask = button('', { kind: 'link', testId: 'duplicates-estimate' }, () => {
      actions.estimateDuplicates();
    });
    this.#use = button('', { kind: 'link', testId: 'duplicates-use' }, () => {
      actions.change({
        ownPrototypes: !this.#isUsed,
        ...(!this.#isUsed && { scheme: 'effective-number' }),
      });
    });
    this.#details = h(
      'details',
      { class: 'more' },
      h('summary', { 'data-testid': 'duplicates-details' }, text.t('duplicates.details')),
    );
    this.#details.append(this.#skipped, this.#rows);
    const line = h('p', { class: 'suggestion-line' }, this.#said, ' ', this.#use, ' ', this.#ask);
    const named = { 'aria-label': text.t('duplicates.title'), 'data-testid': 'duplicates' };
    this.element = h(
      'div',
      { class: 'suggestion', role: 'group', ...named },
      ...[line, this.#unsearched, this.#details],
    );
  }

  update({ model, state }: Frame): void {
    const { text } = this.context;
    const fits = model !== undefined && showsPictures(model.dataset);
    show(this.element, fits);
    if (!fits) return;
    const report = model.duplicates;
    this.#isUsed = state.view.ownPrototypes === true && state.view.scheme === 'effective-number';
    this.#ask.disabled = state.gone || state.busy.includes('estimateDuplicates');
    show(this.#use, report !== undefined && report.supported > 0);
    setText(this.#use, text.t(this.#isUsed ? 'duplicates.drop' : 'duplicates.use'));
    if (report === this.#shown) return;
    this.#shown = report;
    this.#say(report);
  }

  #say(report: Model['duplicates']): void {
    const { text, numbers } = this.context;
    show(this.#details, report !== undefined);
    show(this.#unsearched, report?.unsearched !== undefined);
    setText(this.#unsearched, report?.unsearched ?? '');
    setText(this.#ask, text.t(report === undefined ? 'duplicates.estimate' : 'duplicates.again'));
    if (report === undefined) {
      setText(this.#said, text.t('duplicates.why'));
      return;
    }
    const { classes, pictures, supported, skipped } = report;
    const repeats = classes.reduce((sum, { counts }) => sum + counts.samples - counts.clusters, 0);
    const looked = [numbers.count(pictures), numbers.count(repeats)];
    const own = [numbers.count(supported), numbers.count(classes.length)];
    setText(
      this.#said,
      supported === 0
        ? text.t('duplicates.none', ...looked)
        : text.t('duplicates.some', ...looked, ...own),
    );
    show(this.#skipped, skipped.count > 0);
    setText(this.#skipped, text.t('duplicates.skipped', numbers.count(skipped.count)));
    const some = [numbers.count(shownRows), numbers.count(classes.length)];
    const cut = h('p', { class: 'hint' }, text.t('duplicates.first', ...some));
    const title = text.t('duplicates.details');
    this.#rows.replaceChildren(
      h(
        'div',
        { class: 'duplicates-scroll', tabindex: '0', role: 'region', 'aria-label': title },
        classRows(report, text, numbers),
      ),
      ...(classes.length > shownRows ? [cut] : []),
    );
  }
}
