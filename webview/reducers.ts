// How the page's state changes: what the host says, what the user does, what goes wrong.
// Must not know the DOM or the protocol's transport.
import type { Shown, Wanted } from '../src/protocol/panel';
import type { ViewState } from '../src/protocol/viewState';
import { fitView, hasView, type Action, type Notice, type PageState } from './state';

/** The host has told what is shown. A dataset that went away stays on show with its last numbers. */
export function withShown(state: PageState, shown: Shown): PageState {
  const dataset = shown.dataset ?? (staysOnShow(state, shown) ? state.shown.dataset : undefined);
  const view = dataset === undefined ? state.view : fitView(state.view, dataset, shown);
  return {
    ...state,
    phase: 'ready',
    shown: dataset === undefined ? shown : { ...shown, dataset },
    gone: shown.dataset === undefined && dataset !== undefined,
    view,
  };
}

/** The last dataset is kept only while nothing else was asked for. */
function staysOnShow(state: PageState, { datasets }: Shown): boolean {
  const { dataset } = state.shown;
  const asked = state.busy.includes('showDataset');
  return dataset !== undefined && !asked && !datasets.some((one) => one.id === dataset.id);
}

export function withView(state: PageState, patch: Partial<ViewState>): PageState {
  return { ...state, view: { ...state.view, ...patch } };
}

/**
 * Turns where the host asks; where there is nothing to compare it is told why not. A class is found whatever was
 * searched for before.
 */
export function withWanted(
  state: PageState,
  { view, split, classIndex }: Wanted,
  whyNot: string,
): PageState {
  const { dataset } = state.shown;
  if (view === 'splits' && (dataset === undefined || !hasView(dataset, state.shown, view)))
    return withNotice(state, 'information', whyNot);
  const turned = withView(state, {
    view,
    ...(split !== undefined && { split }),
    ...(classIndex !== undefined && { search: '', listed: 'all' }),
  });
  return {
    ...turned,
    view: dataset === undefined ? turned.view : fitView(turned.view, dataset, state.shown),
    ...(classIndex !== undefined && { revealed: { classIndex } }),
  };
}

export function withBusy(state: PageState, action: Action): PageState {
  return { ...state, busy: [...state.busy, action] };
}

/** One answer has come: one of the requests of that kind is done. */
export function withDone(state: PageState, action: Action): PageState {
  const at = state.busy.indexOf(action);
  return at < 0 ? state : { ...state, busy: state.busy.toSpliced(at, 1) };
}

/** Never more than three: the oldest goes. One that is there already is not said twice. */
export function withNotice(
  state: PageState,
  severity: Notice['severity'],
  message: string,
): PageState {
  if (state.notices.some((notice) => notice.message === message)) return state;
  const id = (state.notices.at(-1)?.id ?? 0) + 1;
  return { ...state, notices: [...state.notices, { id, severity, message }].slice(-3) };
}

export function withoutNotice(state: PageState, id: number): PageState {
  return { ...state, notices: state.notices.filter((notice) => notice.id !== id) };
}
