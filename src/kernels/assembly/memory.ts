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
/** Bytes of all learned cells together, each padded with zeros. */
export const ARENA_SIZE: u32 = 4194304;
/** Most splits that can be learned; a power of two. */
export const MAX_SPLITS: u32 = 16;

export const ARENA: u32 = INPUT + CAPACITY + PADDING;
/** By cell: where it lies in the arena, its length, its hash. */
export const CELL_STARTS: u32 = ARENA + ARENA_SIZE;
export const CELL_LENGTHS: u32 = CELL_STARTS + MAX_CELLS * 4;
export const CELL_HASHES: u32 = CELL_LENGTHS + MAX_CELLS * 4;
/** By slot: cell index + 1 (0 = free), and the cell's hash, length and place. */
export const SLOTS: u32 = CELL_HASHES + MAX_CELLS * 4;
export const SLOT_SIZE: u32 = 16;
/** Records by split and cell: 32 bits each. */
export const COUNTS: u32 = SLOTS + MAX_CELLS * 2 * SLOT_SIZE;
/** The cells that name a split. */
export const SPLITS: u32 = COUNTS + MAX_CELLS * MAX_SPLITS * 4;
/** Of each split's cell: first and last word, its length, and all its bytes. */
export const SPLIT_SIZE: u32 = 96;
export const SPLIT_HEAD: u32 = 32;

/** Rows of found values. */
export const ROWS: u32 = SPLITS + MAX_SPLITS * SPLIT_SIZE;
export const ROWS_SIZE: u32 = 262144;
/** By wanted key: length, flag, field, and its bytes. */
export const KEYS: u32 = ROWS + ROWS_SIZE;
export const KEY_SIZE: u32 = 64;
export const KEY_HEAD: u32 = 16;
/** What stands before the values of an object. */
export const MEMBERS: u32 = KEYS + 4096;

/** Class ids that are looked up by their value, and classes that pairs may have. */
export const QUICK_IDS: u32 = 4096;
/** Class + 1 by id; counts and images by class. */
export const PAIR_IDS: u32 = MEMBERS + 4096;
export const PAIR_COUNTS: u32 = PAIR_IDS + QUICK_IDS * 4;
export const PAIR_IMAGES: u32 = PAIR_COUNTS + QUICK_IDS * 4;
/** Pairs that wait to be counted together, and those left to the plain reader: a class id and an image id each. */
export const MOST_WAITING: u32 = 1024;
export const WAITING: u32 = PAIR_IMAGES + QUICK_IDS * 4;
export const MOST_LEFT: u32 = 4096;
export const LEFT: u32 = WAITING + MOST_WAITING * 8;

/** Classes that rows of numbers may have, by id; rows of a file. */
export const MOST_ROW_CLASSES: u32 = 16384;
export const MOST_ROWS: u32 = 1024;
/** By class: whether it is counted, its objects, the files that hold it, and the last of them. */
export const ROW_KNOWN: u32 = LEFT + MOST_LEFT * 8;
export const ROW_OBJECTS: u32 = ROW_KNOWN + MOST_ROW_CLASSES * 4;
export const ROW_IMAGES: u32 = ROW_OBJECTS + MOST_ROW_CLASSES * 4;
export const ROW_FILES: u32 = ROW_IMAGES + MOST_ROW_CLASSES * 4;
/** By slot: the file it belongs to, and the hash of a row; at most half of them are taken. */
export const ROW_SLOTS: u32 = MOST_ROWS * 2;
export const ROW_HASHES: u32 = ROW_FILES + MOST_ROW_CLASSES * 4;
/** The classes of a file's rows. */
export const ROW_CLASSES: u32 = ROW_HASHES + ROW_SLOTS * 8;
export const END: u32 = ROW_CLASSES + MOST_ROWS * 4;

/** Tables that memory is only grown for where they are used. Of pairs: image + 1 by id; by image a bit for each class. */
export const GROWN: u32 = 22 * 1048576;
export const IMAGE_IDS: u32 = GROWN;
export const IMAGE_IDS_SIZE: u32 = 16 * 1048576;
export const IMAGE_WORDS: u32 = IMAGE_IDS + IMAGE_IDS_SIZE;
export const IMAGE_WORDS_SIZE: u32 = 96 * 1048576;

/** Pages of a column of a table, packed and not, and the page of its dictionary; zero bytes behind each, as behind the window. */
export const PAGE_SIZE: u32 = 8 * 1048576;
export const PACKED: u32 = IMAGE_WORDS + IMAGE_WORDS_SIZE;
export const PAGE: u32 = PACKED + PAGE_SIZE + PADDING;
export const DICTIONARY: u32 = PAGE + PAGE_SIZE + PADDING;
/** Bits of a dictionary's index, at most. */
export const WIDEST_INDEX: u32 = 17;
export const MOST_ENTRIES: u32 = 1 << WIDEST_INDEX;
/** Four tallies by index; the first is the sum in the end. */
export const INDEX_COUNTS: u32 = DICTIONARY + PAGE_SIZE + PADDING;
/** First row + 1 by index; 0 = none. */
export const FIRST_ROWS: u32 = INDEX_COUNTS + MOST_ENTRIES * 4 * 4;
/** By entry: its first byte, its end, and the learned cell that it is (-1: none). */
export const ENTRY_STARTS: u32 = FIRST_ROWS + MOST_ENTRIES * 4;
export const ENTRY_ENDS: u32 = ENTRY_STARTS + MOST_ENTRIES * 4;
export const ENTRY_CELLS: u32 = ENTRY_ENDS + MOST_ENTRIES * 4;
/** Of an image: each value with its pixels, and by slot: colour + 1 (0 = free) and its pixels. They share the room of entries and rows. */
export const PIXEL_PAIRS: u32 = ENTRY_STARTS;
export const MOST_COLOURS: u32 = 4096;
export const COLOUR_SLOTS: u32 = MOST_COLOURS * 4;
export const COLOURS: u32 = FIRST_ROWS;
export const GROWN_END: u32 = (ENTRY_CELLS + MOST_ENTRIES * 4 + 65535) & ~65535;
