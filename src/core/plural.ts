// A count in an English sentence: one thing is, several are.
// Must not know what is counted.

/** `1 box is left out.`, `3 boxes are left out.` */
export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
