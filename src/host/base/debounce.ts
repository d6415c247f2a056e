// Waits until things are quiet, but not for ever. No vscode here: it is tested in plain Node.
// Must not know what happens then.

/** A call that waits for quiet. */
export interface Debounced {
  (): void;
  /** Forgets a call that waits. */
  dispose(): void;
}

/**
 * Runs once `quiet` milliseconds after the last call, at the latest `atMost` milliseconds after the first.
 * @param now milliseconds from any fixed point.
 */
export function debounce(
  run: () => void,
  quiet: number,
  atMost = Infinity,
  now: () => number = Date.now,
): Debounced {
  let timer: NodeJS.Timeout | undefined;
  let first = 0;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const call = (): void => {
    if (timer === undefined) first = now();
    const wait = Math.max(0, Math.min(quiet, first + atMost - now()));
    clearTimeout(timer);
    timer = setTimeout(() => {
      stop();
      run();
    }, wait);
  };
  return Object.assign(call, { dispose: stop });
}
