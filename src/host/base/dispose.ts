// Ownership: what registers something also undoes it.
// Must not know what is owned.

/** As VS Code's own, which is a class. */
export interface Disposable {
  dispose(): void;
}

/** Collects disposables and disposes them in reverse order, once. */
export class Owner implements Disposable {
  #owned: Disposable[] = [];
  #disposed = false;

  /** Takes a disposable over and hands it back. What comes after the end is disposed at once. */
  own<T extends Disposable>(disposable: T): T {
    if (this.#disposed) disposable.dispose();
    else this.#owned.push(disposable);
    return disposable;
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  dispose(): void {
    this.#disposed = true;
    const owned = this.#owned.reverse();
    this.#owned = [];
    for (const disposable of owned) disposable.dispose();
  }
}
