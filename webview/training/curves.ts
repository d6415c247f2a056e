// Curves of loss and balanced accuracy, one line an arm, a legend, and whatever the user's own script plots.
// Must not compute a curve.
import { Plot } from '../chart/plot';
import { h, setAttribute, setText, show } from '../dom';
import { mostLines, drawnArms, type ArmLine } from './arms';
import { drawCurves, type CurveWords, type DrawnCurve } from './curveDrawing';
import { lineMark } from './lineMark';
import type { Context, Part } from './part';
import type { PageState } from './state';
import { percent } from './words';

/** Charts of a script's own numbers; the others are only in the run folder. */
const mostOwn = 12;

export class CurvesSection implements Part {
  readonly element: HTMLElement;
  readonly #loss = new Plot('curve-loss');
  readonly #accuracy = new Plot('curve-accuracy');
  readonly #legend = h('ul', { class: 'legend', 'data-testid': 'legend' });
  readonly #hidden = h('p', { class: 'hint' });
  readonly #charts: HTMLElement;
  readonly #nothing: HTMLElement;
  readonly #own = h('div', { class: 'charts' });
  readonly #ownPlots = new Map<string, { readonly plot: Plot; readonly element: HTMLElement }>();
  #drawn: unknown;
  #shown = '';

  constructor(private readonly context: Context) {
    const { text } = context;
    const titled = (title: string, plot: Plot): HTMLElement =>
      h('figure', {}, h('figcaption', {}, title), plot.element);
    this.#charts = h(
      'div',
      { class: 'charts' },
      titled(text.t('curves.accuracy'), this.#accuracy),
      titled(text.t('curves.loss'), this.#loss),
    );
    this.#nothing = h('p', { class: 'hint' }, text.t('curves.nothing'));
    this.element = h(
      'section',
      { class: 'curves', 'aria-label': text.t('curves.title') },
      ...[h('h2', {}, text.t('curves.title')), this.#legend, this.#hidden],
      ...[this.#nothing, this.#charts, this.#own],
    );
  }

  update({ results }: PageState): void {
    const { run } = results;
    if (this.#drawn === run.state) return;
    this.#drawn = run.state;
    const lines = drawnArms(run);
    const has = lines.some(({ loss, balancedAccuracy: { x } }) => loss.x.length + x.length > 0);
    show(this.#charts, has);
    show(this.#nothing, !has && run.state.series.length === 0);
    this.#fillLegend(lines, run.state.arms.length);
    this.#draw(lines);
    this.#drawOwn(run.state.series);
  }

  #draw(lines: readonly ArmLine[]): void {
    const { text, numbers } = this.context;
    const at = { at: text.t('curves.epoch'), writeAt: numbers.plain };
    const names = lines.map(({ arm }) => arm.name).join(', ');
    const drawOn = (plot: Plot, summary: string, words: CurveWords, curves: DrawnCurve[]): void => {
      setAttribute(plot.canvas, 'aria-label', summary);
      plot.show((_, theme) => drawCurves(curves, words, theme));
    };
    drawOn(
      this.#loss,
      text.t('curves.lossSummary', names),
      { ...at, value: text.t('curves.loss'), write: numbers.plain },
      lines.map(({ loss, at: ink }) => ({ ink, curve: loss })),
    );
    drawOn(
      this.#accuracy,
      text.t('curves.accuracySummary', names),
      { ...at, value: text.t('curves.accuracy'), write: (share) => percent(share, numbers) },
      lines.map(({ balancedAccuracy, at: ink }) => ({ ink, curve: balancedAccuracy })),
    );
  }

  #fillLegend(lines: readonly ArmLine[], all: number): void {
    const { text, numbers } = this.context;
    const more = all - Math.min(all, mostLines);
    setText(this.#hidden, text.plural('curves.hidden', more, numbers.count(more)));
    show(this.#hidden, more > 0);
    const shown = JSON.stringify(lines.map(({ arm, at }) => [arm.name, at]));
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#legend.replaceChildren(
      ...lines.map(({ arm, at }) =>
        h('li', {}, lineMark(at), h('span', { dir: 'auto' }, arm.name)),
      ),
    );
  }

  /** One chart a name, one line a label. */
  #drawOwn(series: PageState['results']['run']['state']['series']): void {
    const { text, numbers } = this.context;
    const names = [...new Set(series.map(({ name }) => name))].slice(0, mostOwn);
    for (const name of names) {
      const curves = series
        .filter((one) => one.name === name)
        .map(({ curve }, ink) => ({ ink, curve }));
      const { plot } = this.#ownPlot(name);
      const latest = curves.at(-1)?.curve.y.at(-1);
      const last = latest === undefined ? '–' : numbers.plain(latest);
      setAttribute(plot.canvas, 'aria-label', text.t('curves.ownSummary', name, last));
      const words = {
        ...{ value: name, at: text.t('curves.at') },
        ...{ write: numbers.plain, writeAt: numbers.plain },
      };
      plot.show((_, theme) => drawCurves(curves, words, theme));
    }
    for (const [name, { element }] of this.#ownPlots) show(element, names.includes(name));
    show(this.#own, names.length > 0);
  }

  #ownPlot(name: string): { readonly plot: Plot; readonly element: HTMLElement } {
    const there = this.#ownPlots.get(name);
    if (there !== undefined) return there;
    const plot = new Plot('curve-own');
    const caption = h('figcaption', { dir: 'auto' }, this.context.text.t('curves.own', name));
    const element = h('figure', {}, caption, plot.element);
    this.#own.append(element);
    const made = { plot, element };
    this.#ownPlots.set(name, made);
    return made;
  }
}
