// The first samples of the class that is active in the table, each with a way to open it.
// Must not know how samples are read.
import { button } from '../controls/fields';
import { h, setText, show } from '../dom';
import type { Context, Frame, Part } from '../part';
import type { Samples } from '../state';

export class SamplesSection implements Part {
  readonly element: HTMLElement;
  readonly #ask: HTMLButtonElement;
  readonly #title = h('h2');
  readonly #list = h('ol', { class: 'sample-list' });
  #index: number | undefined;
  #shown: Samples | undefined;
  #frame: Frame | undefined;

  constructor(private readonly context: Context) {
    this.#ask = button('', { kind: 'secondary', testId: 'show-samples' }, () => {
      this.ask(this.#index);
    });
    const parts = [this.#ask, this.#title, this.#list];
    this.element = h('section', { class: 'samples', 'data-testid': 'samples' }, ...parts);
  }

  /** The class that a question would be about. */
  activate(index: number | undefined): void {
    this.#index = index;
    if (this.#frame !== undefined) this.update(this.#frame);
  }

  ask(index: number | undefined): void {
    if (index !== undefined) this.context.actions.showSamples(index);
  }

  update(frame: Frame): void {
    this.#frame = frame;
    const { samples, busy, gone } = frame.state;
    this.#name();
    this.#ask.disabled = busy.includes('showSamples') || gone || this.#index === undefined;
    const fits = samples !== undefined && samples.datasetId === frame.model?.dataset.id;
    show(this.#title, fits);
    show(this.#list, fits);
    if (!fits || samples === this.#shown) return;
    this.#shown = samples;
    this.#fill(samples);
  }

  #name(): void {
    const { text } = this.context;
    if (this.#index === undefined) {
      setText(this.#ask, text.t('samples.pick'));
      return;
    }
    const name = this.#frame?.model?.classes.at(this.#index)?.name.slice(0, 60) ?? '';
    setText(this.#ask, text.t('samples.show', name === '' ? text.t('table.unnamed') : name));
  }

  #fill({ index, places, limit }: Samples): void {
    const { text, numbers, actions } = this.context;
    const name = this.#frame?.model?.classes.at(index)?.name.slice(0, 80) ?? '';
    const title = places.length >= limit ? 'samples.first' : 'samples.all';
    setText(
      this.#title,
      places.length === 0
        ? text.t('samples.none', name)
        : text.t(title, numbers.count(places.length), name),
    );
    const items = places.map(({ file, line, media, found, split }) => {
      const place = line === undefined ? file : text.t('problems.place', file, line.toString());
      const links: HTMLElement[] = [];
      if (media !== undefined && found && media !== file) {
        const open = text.t('problems.open', media);
        links.push(
          button(media, { kind: 'link place', hint: open }, () => {
            actions.openSource({ path: media });
          }),
        );
      } else if (media !== undefined && media !== file) {
        links.push(h('span', { dir: 'auto' }, media));
      }
      links.push(
        button(place, { kind: 'link place', hint: text.t('problems.open', place) }, () => {
          actions.openSource({ path: file, line });
        }),
      );
      return h('li', {}, ...links, h('span', { class: 'hint' }, split));
    });
    this.#list.replaceChildren(...items);
  }
}
