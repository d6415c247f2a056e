// Says what the chart's marks mean, and how many classes are in each band.
// Must not know the chart, only which marks there are.
import { bandKey } from '../bands';
import type { Model } from '../model';
import { h, setAttribute, setText } from '../dom';
import type { Context, Frame, Part } from '../part';

const bands = ['many', 'medium', 'few'] as const;

export class Legend implements Part {
  readonly element: HTMLElement;
  readonly #sizes = bands.map(() => h('span', { class: 'hint' }));
  readonly #names = bands.map(() => h('span'));
  #shown: Model['banding'] | undefined;

  constructor(private readonly context: Context) {
    const { text } = context;
    const items = bands.map((band, i) => item(band, this.#names[i], this.#sizes[i]));
    this.element = h(
      'ul',
      { class: 'legend', 'aria-label': text.t('chart.legend'), 'data-testid': 'legend' },
      ...items,
      item('effective', text.t('chart.effective')),
      item('weight', text.t('chart.weight')),
    );
  }

  update({ model }: Frame): void {
    if (model === undefined || model.banding === this.#shown) return;
    this.#shown = model.banding;
    const { text, numbers } = this.context;
    const { system, sizes, limits } = model.banding;
    const [many, few] = [numbers.count(limits.many), numbers.count(limits.few)];
    const ranges = {
      many: text.t('band.manyRange', many),
      medium: text.t('band.mediumRange', few, many),
      few: text.t('band.fewRange', few),
    };
    bands.forEach((band, i) => {
      setText(this.#names[i], text.t(bandKey(band, system)));
      setAttribute(this.#names[i], 'title', ranges[band]);
      setText(this.#sizes[i], numbers.count(sizes[band]));
    });
  }
}

export function item(mark: string, ...label: readonly (Node | string)[]): HTMLElement {
  return h('li', {}, h('span', { class: `mark mark-${mark}`, 'aria-hidden': 'true' }), ...label);
}
