// Holds the page's state and tells who listens when it changes.
// Must not know what the state means, nor the DOM.

export class Store<State> {
  #state: State;
  readonly #listeners = new Set<(state: State, before: State) => void>();

  constructor(initial: State) {
    this.#state = initial;
  }

  get state(): State {
    return this.#state;
  }

  update(change: (state: State) => State): void {
    const before = this.#state;
    this.#state = change(before);
    if (this.#state === before) return;
    for (const listener of this.#listeners) listener(this.#state, before);
  }

  /** Returns a function that stops. */
  listen(listener: (state: State, before: State) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
