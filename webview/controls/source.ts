// The top line: which dataset, split and unit are on show, and what can be done with their weights.
// Must not know how any of it is done.
import { countedChoices, countedKinds, splitChoices } from '../../src/core/selection';
import type { Dataset } from '../../src/core/model';
import { countedLabel } from '../counted';
import { h, setAttribute, setText, show } from '../dom';
import type { Context, Frame, Part } from '../part';
import type { Action } from '../state';
import { button, SelectField } from './fields';

export class SourceBar implements Part {
  readonly element: HTMLElement;
  readonly #dataset: SelectField;
  readonly #split: SelectField;
  readonly #counted: SelectField;
  readonly #buttons: readonly { readonly action: Action; readonly control: HTMLButtonElement }[];

  readonly #progress = h('p', { class: 'hint what', dir: 'auto', 'data-testid': 'progress' });

  constructor(private readonly context: Context) {
    const { text, actions } = context;
    this.#dataset = new SelectField(text.t('source.dataset'), 'dataset', actions.showDataset);
    this.#split = new SelectField(text.t('source.split'), 'split', (split) => {
      actions.change({ split });
    });
    this.#counted = new SelectField(text.t('source.counted'), 'unit', (counted) => {
      actions.change({ counted: countedKinds.find((kind) => kind === counted) ?? 'unit' });
    });
    this.#buttons = this.#makeButtons();
    const fields = [this.#dataset, this.#split, this.#counted].map((field) => field.element);
    this.element = h(
      'header',
      { class: 'bar source' },
      h('div', { class: 'group', role: 'group', 'aria-label': text.t('source.label') }, ...fields),
      this.#progress,
      h('div', { class: 'group actions' }, ...this.#buttons.map(({ control }) => control)),
    );
  }

  update(frame: Frame): void {
    const { state } = frame;
    const { shown, view } = state;
    const { text } = this.context;
    const { dataset } = shown;
    // One that has gone is still on show: it keeps its name, and leads to the others.
    const isGone = dataset !== undefined && shown.datasets.every(({ id }) => id !== dataset.id);
    const choices = [...(isGone ? [dataset] : []), ...shown.datasets].map(
      ({ id, name, status }) => ({
        value: id,
        label: status === 'offered' ? text.t('source.offered', name) : name,
      }),
    );
    show(this.#dataset.element, choices.length > 0);
    this.#dataset.update(choices, dataset?.id ?? view.datasetId);
    show(this.#split.element, dataset !== undefined && dataset.splits.length > 0);
    show(this.#counted.element, dataset !== undefined);
    if (dataset !== undefined) this.#describe(dataset, view.split, view.counted);
    const again = text.t('page.updating');
    const what = shown.progress === undefined ? again : text.t('page.scanningWhat', shown.progress);
    setText(this.#progress, shown.scanning && dataset !== undefined ? what : '');
    this.#progress.title = again;
    this.#updateButtons(frame);
  }

  #updateButtons({ state, model }: Frame): void {
    const { text } = this.context;
    const { busy, view } = state;
    const wantsLoss = view.method !== undefined;
    for (const { action, control } of this.#buttons) {
      if (action === 'export') {
        setText(control, text.t(wantsLoss ? 'action.exportLoss' : 'action.export'));
        control.title = text.t(wantsLoss ? 'action.exportLossHint' : 'action.exportHint');
      }
      const needsWeights = action === 'export' || action === 'copy';
      control.disabled =
        busy.includes(action) ||
        (needsWeights && (state.gone || (model?.table.weightedClasses ?? 0) === 0));
      setAttribute(control, 'aria-busy', busy.includes(action) && 'true');
    }
  }

  #describe(dataset: Dataset, split: string, counted: string): void {
    const { text } = this.context;
    const splits = splitChoices(dataset).map((value) => ({
      value,
      label: value === 'all' ? text.t('source.allSplits') : value,
    }));
    this.#split.update(splits, split);
    const units = countedChoices(dataset).map((value) => ({
      value,
      label: countedLabel(dataset, value, text),
    }));
    this.#counted.update(units, counted);
  }

  #makeButtons(): readonly { readonly action: Action; readonly control: HTMLButtonElement }[] {
    const { text, actions } = this.context;
    const make = (action: Action, label: string, hint: string, kind: string, run: () => void) => ({
      action,
      control: button(label, { testId: action, hint, kind }, run),
    });
    return [
      make('rescan', text.t('action.rescan'), text.t('action.rescanHint'), 'quiet', actions.rescan),
      make('log', text.t('action.showLog'), text.t('action.showLog'), 'quiet', actions.showLog),
      make('copy', text.t('action.copy'), text.t('action.copyHint'), 'secondary', actions.copyCode),
      make(
        'export',
        text.t('action.export'),
        text.t('action.exportHint'),
        'primary',
        actions.exportWeights,
      ),
    ];
  }
}
