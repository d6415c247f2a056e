// Where a long table stands: which rows are on screen, and where a key leads.
// Must not know the DOM.

/** Rows drawn beyond the visible ones, above and below. */
const overscan = 4;

export interface Viewport {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
}

/** First row to draw and how many. */
export function windowOf(
  length: number,
  { scrollTop, height, rowHeight }: Viewport,
): { readonly first: number; readonly count: number } {
  const count = Math.min(length, Math.ceil(height / rowHeight) + 2 * overscan);
  const top = Math.floor(scrollTop / rowHeight) - overscan;
  return { first: Math.max(0, Math.min(top, length - count)), count };
}

/** Row -1 is the heading. */
export const headingRow = -1;

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** Rows that a page key travels. */
  readonly page: number;
}

/** Where a key leads from a cell, as in an ARIA grid; undefined where the key is not one of the grid's. */
export function moved(from: Place, key: string, far: boolean, size: GridSize): Place | undefined {
  const { row, column } = from;
  const last = size.columns - 1;
  const moves: Readonly<Record<string, Place>> = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    PageUp: { row: Math.max(0, row - size.page), column },
    PageDown: { row: row + size.page, column },
    Home: { row: far ? 0 : row, column: 0 },
    End: { row: far ? size.rows - 1 : row, column: last },
  };
  return Object.hasOwn(moves, key) ? within(moves[key], size) : undefined;
}

export function within({ row, column }: Place, { rows, columns }: GridSize): Place {
  return {
    row: Math.max(headingRow, Math.min(row, rows - 1)),
    column: Math.max(0, Math.min(column, columns - 1)),
  };
}
