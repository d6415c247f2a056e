// Joins state, model, page and host: one drawing a frame, the view saved on every change.
// Must not know how anything looks.
import * as v from 'valibot';
import { viewStateSchema, type ViewState } from '../src/protocol/viewState';
import { onlyText } from './dom';
import { numbersFor } from './format';
import { actionsOn, reasonOf, type PageRpc } from './host';
import { modelSelector } from './model';
import { Page } from './page';
import type { Frame } from './part';
import { withNotice, withShown, withView, withWanted } from './reducers';
import { initialState, type PageState } from './state';
import { Store } from './store';
import { Texts } from './text';
import type { VsCodeApi } from './vscodeApi';

/** The host hears of a changed view when it has been left alone so long. */
const settled = 250;

export async function start(root: HTMLElement, api: VsCodeApi, rpc: PageRpc): Promise<void> {
  root.dataset.state = 'loading';
  root.replaceChildren(onlyText(new Texts().t('page.loading')));
  const saved = v.safeParse(viewStateSchema, api.getState());
  const store = new Store<PageState>(initialState);
  let answer: Awaited<ReturnType<typeof rpc.request<'initialise'>>>;
  try {
    answer = await rpc.request('initialise', { version: 1 });
  } catch (error) {
    fail(root, error);
    return;
  }
  const text = new Texts(answer.strings);
  const view = preferred(saved.success ? saved.output : undefined, answer.view);
  store.update((state) => {
    const there = withShown(view === undefined ? state : withView(state, view), answer.shown);
    return answer.wanted === undefined
      ? there
      : withWanted(there, answer.wanted, text.t('splits.one'));
  });
  mount(root, store, rpc, text, api);
  tellView(store, rpc);
  rpc.on('shown', (shown) => {
    store.update((state) => withShown(state, shown));
  });
  rpc.on('samples', (samples) => {
    store.update((state) => ({ ...state, samples }));
  });
  rpc.on('pairs', (pairs) => {
    store.update((state) => ({ ...state, pairs }));
  });
  rpc.on('trained', (trained) => {
    store.update((state) => ({ ...state, trained }));
  });
  rpc.on('turn', (wanted) => {
    store.update((state) => withWanted(state, wanted, text.t('splits.one')));
  });
  guard(store, rpc, text);
}

/** What this page saved, unless the host opens another dataset or view. */
function preferred(
  saved: ViewState | undefined,
  given: ViewState | undefined,
): ViewState | undefined {
  return saved === undefined || (given !== undefined && saved.datasetId !== given.datasetId)
    ? given
    : saved;
}

function mount(
  root: HTMLElement,
  store: Store<PageState>,
  rpc: PageRpc,
  text: Texts,
  api: VsCodeApi,
): void {
  const numbers = numbersFor(document.documentElement.lang || 'en');
  const page = new Page({ text, numbers, actions: actionsOn(store, rpc, text) });
  const select = modelSelector();
  const frameOf = (state: PageState): Frame => {
    const { dataset, duplicates } = state.shown;
    try {
      const model = dataset && select(dataset, state.view, duplicates);
      return { state, model, fault: undefined };
    } catch (error) {
      return {
        state,
        model: undefined,
        fault: text.t('page.weightsFailed', reasonOf(error, text)),
      };
    }
  };
  let waiting = false;
  let saved: ViewState | undefined;
  const draw = (): void => {
    waiting = false;
    const frame = frameOf(store.state);
    page.update(frame);
    if (frame.state.view !== saved) api.setState(frame.state.view);
    saved = frame.state.view;
    tellDrawn(root, frame, rpc);
  };
  root.replaceChildren(page.element);
  draw();
  store.listen(() => {
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  });
}

/** Says once that a chart has reached the screen, and always what the page shows. */
function tellDrawn(root: HTMLElement, { state, model }: Frame, rpc: PageRpc): void {
  const classes = model?.classes.length ?? 0;
  if (classes === 0) {
    root.dataset.state = state.shown.scanning ? 'loading' : 'empty';
    return;
  }
  if (root.dataset.state === 'drawn' || root.dataset.state === 'drawing') return;
  root.dataset.state = 'drawing';
  requestAnimationFrame(() => {
    root.dataset.state = 'drawn';
    rpc.emit('drawn', { classes, milliseconds: performance.now() });
  });
}

function tellView(store: Store<PageState>, rpc: PageRpc): void {
  let timer = 0;
  store.listen((state, before) => {
    if (state.view === before.view) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      rpc.emit('viewChanged', store.state.view);
    }, settled);
  });
}

/** A fault of the page itself is said here and told to the host's log. */
function guard(store: Store<PageState>, rpc: PageRpc, text: Texts): void {
  const tell = (error: unknown): void => {
    const message = reasonOf(error, text);
    const stack = error instanceof Error ? error.stack : undefined;
    rpc.emit('failed', { message, stack });
    store.update((state) => withNotice(state, 'error', text.t('page.failed', message)));
  };
  window.addEventListener('error', (event) => {
    tell(event.error ?? event.message);
  });
  window.addEventListener('unhandledrejection', (event) => {
    tell(event.reason);
  });
}

/** Before the texts have come, so in English. */
function fail(root: HTMLElement, error: unknown): void {
  const text = new Texts();
  root.dataset.state = 'failed';
  const said = `${text.t('page.noAnswer')} (${reasonOf(error, text)})`;
  root.replaceChildren(onlyText(said, { role: 'alert' }));
}
