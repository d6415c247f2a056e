// Joins state, page and host of the training results: one drawing a frame, the view saved on every change.
// Must not know how anything looks.
import * as v from 'valibot';
import type { trainingHostContract, trainingPageContract } from '../../src/protocol/training';
import { RemoteError, type Rpc } from '../../src/protocol/rpc';
import { trainingViewSchema, type TrainingView } from '../../src/protocol/trainingView';
import { onlyText } from '../dom';
import { numbersFor } from '../format';
import { Store } from '../store';
import type { VsCodeApi } from '../vscodeApi';
import { TrainingPage } from './page';
import { TrainingTexts, type Actions } from './part';
import { withArm, withFault, withRecalls, withResults, type PageState } from './state';

export type TrainingRpc = Rpc<typeof trainingPageContract, typeof trainingHostContract>;

/** Milliseconds until a request is given up. */
export const patience = 30_000;

export async function start(root: HTMLElement, api: VsCodeApi, rpc: TrainingRpc): Promise<void> {
  const english = new TrainingTexts();
  root.dataset.state = 'loading';
  root.replaceChildren(onlyText(english.t('page.loading')));
  try {
    const { results, recalls, view, strings } = await rpc.request('initialise', { version: 1 });
    const state: PageState = {
      ...{ results, fault: '', view: restored(api.getState(), view) },
      recalls: Object.fromEntries(recalls.map((one) => [one.folder, one.recalls])),
    };
    mount(root, api, rpc, new TrainingTexts(strings), new Store(state));
  } catch (error) {
    root.dataset.state = 'failed';
    const said = `${english.t('page.noAnswer')} (${reasonOf(error, english)})`;
    root.replaceChildren(onlyText(said, { role: 'alert' }));
  }
}

/** What this page saved, where it is about the same run; another run to compare with is the host's to say. */
function restored(saved: unknown, given: TrainingView): TrainingView {
  const checked = v.safeParse(trainingViewSchema, saved);
  const arm = checked.success && checked.output.run === given.run ? checked.output.arm : undefined;
  return arm === undefined ? given : { ...given, arm };
}

function mount(
  root: HTMLElement,
  api: VsCodeApi,
  rpc: TrainingRpc,
  text: TrainingTexts,
  store: Store<PageState>,
): void {
  const numbers = numbersFor(document.documentElement.lang || 'en');
  const page = new TrainingPage({ text, numbers, actions: actionsOn(store, rpc, text) });
  let waiting = false;
  let saved: TrainingView | undefined;
  const draw = (): void => {
    waiting = false;
    const { state } = store;
    page.update(state);
    if (state.view !== saved) {
      api.setState(state.view);
      rpc.emit('viewChanged', state.view);
    }
    saved = state.view;
    tellDrawn(root, state, rpc);
  };
  root.replaceChildren(page.element);
  rpc.on('results', (results) => {
    store.update((state) => withResults(state, results));
  });
  rpc.on('recalls', (recalls) => {
    store.update((state) => withRecalls(state, recalls));
  });
  store.listen(() => {
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  });
  guard(store, rpc, text);
  draw();
}

function actionsOn(store: Store<PageState>, rpc: TrainingRpc, text: TrainingTexts): Actions {
  const asking = (what: Promise<unknown>, name: string): void => {
    what.catch((error: unknown) => {
      const fault = text.t('page.requestFailed', name, reasonOf(error, text));
      store.update((state) => withFault(state, fault));
    });
  };
  return {
    ask: (what) => {
      asking(rpc.request(what, {}), what);
    },
    compare: (folder) => {
      asking(rpc.request('compare', { folder }), text.t('compare.label'));
    },
    showArm: (arm) => {
      store.update((state) => withArm(state, arm));
    },
    dismiss: () => {
      store.update((state) => withFault(state, ''));
    },
  };
}

/** Says once that results have reached the screen. */
function tellDrawn(root: HTMLElement, { results }: PageState, rpc: TrainingRpc): void {
  const { arms } = results.run.state;
  if (arms.length === 0) {
    root.dataset.state = 'empty';
    return;
  }
  if (root.dataset.state === 'drawn' || root.dataset.state === 'drawing') return;
  root.dataset.state = 'drawing';
  requestAnimationFrame(() => {
    root.dataset.state = 'drawn';
    rpc.emit('drawn', { arms: arms.length, milliseconds: performance.now() });
  });
}

/** A fault of the page itself is said here and told to the host's log. */
function guard(store: Store<PageState>, rpc: TrainingRpc, text: TrainingTexts): void {
  const tell = (error: unknown): void => {
    const message = reasonOf(error, text);
    const stack = error instanceof Error ? error.stack : undefined;
    rpc.emit('failed', { message, stack });
    store.update((state) => withFault(state, text.t('page.failed', message)));
  };
  window.addEventListener('error', (event) => {
    tell(event.error ?? event.message);
  });
  window.addEventListener('unhandledrejection', (event) => {
    tell(event.reason);
  });
}

function reasonOf(error: unknown, text: TrainingTexts): string {
  if (error instanceof RemoteError && error.code === 'timeout') {
    return text.t('page.timedOut', (patience / 1000).toString());
  }
  return error instanceof Error ? error.message : String(error);
}
