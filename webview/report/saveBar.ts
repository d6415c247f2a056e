// Saves the chart and the report, copies the table.
// Must not know where a file goes.
import { htmlReport, markdownReport } from '../../src/core/report/report';
import { tableForms, tableText } from '../../src/core/report/tableText';
import { button } from '../controls/fields';
import { h } from '../dom';
import type { Context, Frame, Part } from '../part';
import { pictureOf, reportOf } from './reportOf';

const kinds = ['png', 'svg', 'html', 'markdown'] as const;

export class SaveBar implements Part {
  readonly element: HTMLElement;
  #frame: Frame | undefined;

  constructor(
    private readonly context: Context,
    private readonly canvas: () => string,
  ) {
    const { text } = context;
    const saves = kinds.map((kind) =>
      button(text.t(`save.${kind}`), { kind: 'link', testId: `save-${kind}` }, () => {
        this.#save(kind);
      }),
    );
    const copies = tableForms.map((form) =>
      button(text.t(`copy.${form}`), { kind: 'link', testId: `copy-${form}` }, () => {
        this.#copy(form);
      }),
    );
    const group = (name: string, all: readonly HTMLElement[]): HTMLElement =>
      h(
        'div',
        { class: 'save-group', role: 'group', 'aria-label': name },
        h('span', { class: 'hint', 'aria-hidden': 'true' }, name),
        ...all,
      );
    this.element = h(
      'div',
      { class: 'save', 'data-testid': 'save' },
      group(text.t('save.label'), saves),
      group(text.t('copy.label'), copies),
    );
  }

  update(frame: Frame): void {
    this.#frame = frame;
  }

  #save(kind: (typeof kinds)[number]): void {
    const { model, state } = this.#frame ?? {};
    if (model === undefined || state === undefined) return;
    const { text, numbers, actions } = this.context;
    const { split, logarithmic } = state.view;
    const report = () => reportOf(model, split, text, numbers, logarithmic);
    const language = document.documentElement.lang || 'en';
    const contents = {
      png: () => this.canvas(),
      svg: () => pictureOf(model, text, numbers, logarithmic),
      html: () => htmlReport(report(), language),
      markdown: () => markdownReport(report()),
    };
    actions.save({ kind, content: contents[kind]() });
  }

  #copy(form: (typeof tableForms)[number]): void {
    const { model } = this.#frame ?? {};
    if (model === undefined) return;
    const rows = model.visible.map((index) => model.table.rows[index]);
    this.context.actions.copyText(tableText(rows, form));
  }
}
