// The verdict, then the metrics; each explains itself when pointed at or focused.
// Must not compute a metric.
import { h, setText, show } from '../dom';
import { newId } from '../controls/fields';
import type { Model } from '../model';
import type { Context, Frame, Part } from '../part';
import { LimitFields } from './limits';
import { DuplicatesSection } from '../duplicates/section';
import { Suggestion } from './suggestion';
import { mainMetrics, moreMetrics, type ShownMetric } from './definitions';
import { TrainedPart } from './trained';
import { verdictOn } from './verdict';

interface Cell {
  readonly element: HTMLElement;
  readonly name: HTMLElement;
  readonly value: HTMLElement;
  readonly hint: HTMLElement;
}

export class MetricsSection implements Part {
  readonly element: HTMLElement;
  readonly #verdict = h('p', { class: 'verdict', 'data-testid': 'verdict' });
  readonly #main = h('div', { class: 'metrics', 'data-testid': 'metrics' });
  readonly #more = h('div', { class: 'metrics' });
  readonly #cells = new Map<string, Cell>();
  readonly #limits: LimitFields;
  readonly #suggestion: Suggestion;
  readonly #duplicates: DuplicatesSection;
  readonly #trained: TrainedPart;
  #shown: readonly unknown[] = [];

  constructor(private readonly context: Context) {
    const { text } = context;
    const title = h('h2', { class: 'hidden' }, text.t('metrics.title'));
    const more = h(
      'details',
      { class: 'more' },
      h('summary', {}, text.t('metrics.more')),
      this.#more,
    );
    this.#limits = new LimitFields(context);
    this.#suggestion = new Suggestion(context);
    this.#duplicates = new DuplicatesSection(context);
    this.#trained = new TrainedPart(context);
    const offers = h(
      'div',
      { class: 'offers' },
      ...[this.#suggestion.element, this.#trained.element, this.#duplicates.element],
    );
    more.append(this.#limits.element);
    this.element = h(
      'section',
      { class: 'imbalance' },
      ...[title, this.#verdict, offers, this.#main, more],
    );
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.element.classList.add('quiet-tips');
    });
    for (const again of ['pointermove', 'focusin']) {
      this.element.addEventListener(again, () => {
        this.element.classList.remove('quiet-tips');
      });
    }
  }

  update(frame: Frame): void {
    const { model } = frame;
    const any = model !== undefined && model.classes.length > 0;
    show(this.element, any);
    if (!any) return;
    this.#limits.update(frame);
    this.#suggestion.update(frame);
    this.#duplicates.update(frame);
    this.#trained.update(frame);
    const now = [model.metrics, model.unit, model.samples, model.banding];
    if (now.every((one, i) => one === this.#shown[i])) return;
    this.#shown = now;
    this.#fill(model);
  }

  #fill(model: Model): void {
    const { text, numbers } = this.context;
    setText(this.#verdict, verdictOn(model, text, numbers));
    for (const metric of mainMetrics(model, text, numbers)) this.#show(metric, this.#main);
    for (const metric of moreMetrics(model, text, numbers)) this.#show(metric, this.#more);
  }

  #show(metric: ShownMetric, parent: HTMLElement): void {
    const cell = this.#cells.get(metric.id) ?? this.#make(metric, parent);
    setText(cell.value, metric.value);
    setText(cell.hint, metric.hint);
    if (cell.name.textContent === metric.label) return;
    setText(cell.name, metric.label);
    const explained = this.context.text.t('metrics.explain', metric.label);
    cell.name.setAttribute('aria-label', explained);
  }

  #make({ id, formula }: ShownMetric, parent: HTMLElement): Cell {
    const tip = h('span', { class: 'tip', role: 'tooltip', id: newId('tip') });
    const hint = h('span');
    tip.append(hint);
    if (formula !== undefined) tip.append(h('span', { class: 'formula', dir: 'ltr' }, formula));
    const value = h('span', { class: 'metric-value', 'data-testid': `metric-${id}` });
    const name = h('button', { type: 'button', class: 'metric-name', 'aria-describedby': tip.id });
    const element = h('div', { class: 'metric' }, name, value, tip);
    const cell = { element, name, value, hint };
    this.#cells.set(id, cell);
    parent.append(element);
    return cell;
  }
}
