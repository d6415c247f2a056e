// Sums up small news, such as bytes read, and passes the sum on as often as people can follow.
// Must not know the news.

/** `add` passes the sum on at most every so many milliseconds; `end` passes on what is left. */
export function summedEvery(
  milliseconds: number,
  pass: (sum: number) => void,
): { readonly add: (amount: number) => void; readonly end: () => void } {
  let sum = 0;
  let last = performance.now();
  const end = (): void => {
    if (sum > 0) pass(sum);
    sum = 0;
  };
  const add = (amount: number): void => {
    sum += amount;
    const now = performance.now();
    if (now - last < milliseconds) return;
    last = now;
    end();
  };
  return { add, end };
}
