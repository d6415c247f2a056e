// Says what the chart's marks mean, and how many classes are in each band.
// Must not know the chart, only which marks there are.
import { bandLimits } from '../bands';
import { h, setText } from '../dom';
import type { Context, Frame, Part } from '../part';

const bands = ['many', 'medium', 'few'] as const;

export class Legend implements Part {
  readonly element: HTMLElement;
  readonly #sizes = bands.map(() => h('span', { class: 'hint' }));

  constructor(private readonly context: Context) {
    const { text, numbers } = context;
    const limits = [numbers.count(bandLimits.many), numbers.count(bandLimits.few)];
    const ranges = [
      text.t('band.manyRange', limits[0]),
      text.t('band.mediumRange', limits[1], limits[0]),
      text.t('band.fewRange', limits[1]),
    ];
    const items = bands.map((band, i) =>
      item(band, h('span', { title: ranges[i] }, text.t(`band.${band}`)), this.#sizes[i]),
    );
    this.element = h(
      'ul',
      { class: 'legend', 'aria-label': text.t('chart.legend'), 'data-testid': 'legend' },
      ...items,
      item('effective', text.t('chart.effective')),
      item('weight', text.t('chart.weight')),
    );
  }

  update({ model }: Frame): void {
    if (model === undefined) return;
    const { manyClasses, mediumClasses, fewClasses } = model.metrics;
    [manyClasses, mediumClasses, fewClasses].forEach((size, i) => {
      setText(this.#sizes[i], this.context.numbers.count(size));
    });
  }
}

export function item(mark: string, ...label: readonly (Node | string)[]): HTMLElement {
  return h('li', {}, h('span', { class: `mark mark-${mark}`, 'aria-hidden': 'true' }), ...label);
}
