// Numbers as people read them.
// Must not know what they count.

/** `262,465`. Not by `Intl.NumberFormat`, whose tables take a tenth of the time of a small scan to load. */
export function whole(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `12.3%`; `0.0%` of nothing. */
export function share(value: number, total: number): string {
  return `${((total > 0 ? value / total : 0) * 100).toFixed(1)}%`;
}

/** Six digits that matter; `∞` for no bound. */
export function exact(value: number | null): string {
  if (value === null || value === Infinity) return '∞';
  return value === 0 ? '0' : value.toPrecision(6);
}

/** `1 class`, `2 classes` */
export function counted(count: number, one: string, several = `${one}s`): string {
  return `${whole(count)} ${count === 1 ? one : several}`;
}

/** `12.3 MB` */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
