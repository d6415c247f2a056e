// Thins out a stream of news, such as progress, to what people can follow.
// Must not know the news.

/** Passes the first call on, then at most one every so many milliseconds; those between are dropped. */
export function atMostEvery<T>(milliseconds: number, pass: (value: T) => void): (value: T) => void {
  let last = -Infinity;
  return (value) => {
    const now = performance.now();
    if (now - last < milliseconds) return;
    last = now;
    pass(value);
  };
}
