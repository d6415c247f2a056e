// The verdict, then the metrics; each explains itself when pointed at or focused.
// Must not compute a metric.
import { h, setText, show } from '../dom';
import { newId } from '../controls/fields';
import type { Model } from '../model';
import type { Context, Frame, Part } from '../part';
import { mainMetrics, moreMetrics, type ShownMetric } from './definitions';
import { verdictOn } from './verdict';

interface Cell {
  readonly element: HTMLElement;
  readonly value: HTMLElement;
  readonly tip: HTMLElement;
}

export class MetricsSection implements Part {
  readonly element: HTMLElement;
  readonly #verdict = h('p', { class: 'verdict', 'data-testid': 'verdict' });
  readonly #main = h('div', { class: 'metrics', 'data-testid': 'metrics' });
  readonly #more = h('div', { class: 'metrics' });
  readonly #cells = new Map<string, Cell>();
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
    this.element = h('section', { class: 'imbalance' }, title, this.#verdict, this.#main, more);
    this.element.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.element.classList.add('quiet-tips');
    });
    for (const again of ['pointermove', 'focusin']) {
      this.element.addEventListener(again, () => {
        this.element.classList.remove('quiet-tips');
      });
    }
  }

  update({ model }: Frame): void {
    const any = model !== undefined && model.classes.length > 0;
    show(this.element, any);
    if (!any) return;
    const now = [model.metrics, model.unit, model.samples];
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
    setText(cell.tip, metric.hint);
  }

  #make({ id, label }: ShownMetric, parent: HTMLElement): Cell {
    const tip = h('span', { class: 'tip', role: 'tooltip', id: newId('tip') });
    const value = h('span', { class: 'metric-value', 'data-testid': `metric-${id}` });
    const name = h(
      'button',
      {
        ...{ type: 'button', class: 'metric-name', 'aria-describedby': tip.id },
        'aria-label': this.context.text.t('metrics.explain', label),
      },
      label,
    );
    const element = h('div', { class: 'metric' }, name, value, tip);
    const cell = { element, value, tip };
    this.#cells.set(id, cell);
    parent.append(element);
    return cell;
  }
}
