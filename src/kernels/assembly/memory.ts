// Where everything lies in the module's memory: one window of input, and the tables behind it.
// Must not know any format. Sizes are bytes; loads may reach one block past the window, never past the padding.

/** First byte of the input window. */
export const INPUT: u32 = 4096;
/** Bytes of the input window. */
export const CAPACITY: u32 = 2097152;
/** Zero bytes behind the window, so that whole blocks may be loaded at its end. */
const PADDING: u32 = 4096;

/** Most cells that can be learned. */
export const MAX_CELLS: u32 = 131072;
/** Bytes of all learned cells together, each padded to eight. */
export const ARENA_SIZE: u32 = 4194304;
/** Most splits that can be learned; a power of two. */
export const MAX_SPLITS: u32 = 16;

export const ARENA: u32 = INPUT + CAPACITY + PADDING;
/** By cell: where it lies in the arena, its length, its hash. */
export const CELL_STARTS: u32 = ARENA + ARENA_SIZE;
export const CELL_LENGTHS: u32 = CELL_STARTS + MAX_CELLS * 4;
export const CELL_HASHES: u32 = CELL_LENGTHS + MAX_CELLS * 4;
/** Cell index + 1 by slot; 0 = free. */
export const SLOTS: u32 = CELL_HASHES + MAX_CELLS * 4;
/** Records by cell and split: 32 bits each. */
export const COUNTS: u32 = SLOTS + MAX_CELLS * 2 * 4;
/** The cells that name a split. */
export const SPLITS: u32 = COUNTS + MAX_CELLS * MAX_SPLITS * 4;
/** Bytes kept for each split's cell. */
export const SPLIT_SIZE: u32 = 64;
export const END: u32 = SPLITS + MAX_SPLITS * SPLIT_SIZE * 2;
