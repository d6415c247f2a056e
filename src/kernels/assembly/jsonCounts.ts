// Counts rows of found values where all that they hold is learned; all others are left to the plain reader.
// Must not know the text they come from.

import {
  IMAGE_IDS,
  IMAGE_WORDS,
  LEFT,
  MOST_LEFT,
  MOST_WAITING,
  PAIR_COUNTS,
  PAIR_IDS,
  PAIR_IMAGES,
  QUICK_IDS,
  WAITING,
} from './memory';
import { fieldOf, NO_WHOLE, wholeOf } from './jsonRows';
import { NUMBER, STRING } from './jsonText';
import { countCell, findCell, findSplit } from './table';

/** What is counted: nothing, cells that are learned, or pairs of an image and a class. */
const CELLS: i32 = 1;
const PAIRS: i32 = 2;
let counting: i32 = 0;
/** Fields of the row; -1 where there is none. */
let labelField: i32 = -1;
let secondField: i32 = -1;
let thirdField: i32 = -1;
let fourthField: i32 = -1;
/** Only the first of equal pairs counts. */
let perImage: bool = false;

/** Images whose ids are known by value, images and words of each that there is room for. */
let ids: u32 = 0;
let images: u32 = 0;
let words: u32 = 0;

/** Ids of images one behind the other: their index follows from the first. At length 0 the table tells it. */
let runFirst: u32 = 0;
let runLength: u32 = 0;

/** Pairs that wait to be counted, and those that are not known and left to the plain reader. */
let waiting: u32 = 0;
export let left: u32 = 0;

/** Of the pairs counted: how many are crowds, how many marked to be ignored; whether an image held several classes. */
export let crowds: u32 = 0;
export let ignored: u32 = 0;
export let several: bool = false;

/**
 * `kind` 0: nothing is counted. 1: the cell in the first field by the split in the second, where the third is missing.
 * 2: the class in the first field and the image in the second; the third and fourth are flags.
 */
export function setCounting(
  kind: i32,
  first: i32,
  second: i32,
  third: i32,
  fourth: i32,
  onceAnImage: bool,
): void {
  counting = kind;
  labelField = first;
  secondField = second;
  thirdField = third;
  fourthField = fourth;
  perImage = onceAnImage;
}

/** How much of each table of the images is in use; the caller keeps to the tables' sizes. */
export function sizeImages(idCount: u32, imageCount: u32, wordCount: u32): void {
  ids = idCount;
  images = imageCount;
  words = wordCount;
}

export function setRun(first: u32, length: u32): void {
  runFirst = first;
  runLength = length;
}

/** The image's index; the largest number where it is not known. */
function imageOf(id: u32): u32 {
  if (runLength > 0) return id - runFirst < runLength ? id - runFirst : NO_WHOLE;
  return id < ids ? load<u32>(IMAGE_IDS + id * 4) - 1 : NO_WHOLE;
}

/** Forgets the pairs that were left. */
export function beginPairs(): void {
  left = 0;
}

export function clearFlags(): void {
  crowds = 0;
  ignored = 0;
  several = false;
}

/** Counts the row; false where it is for the plain reader. */
export function countRow(row: u32): bool {
  if (counting == PAIRS) return countPair(row);
  return counting == CELLS && countLabel(row);
}

function isText(at: u32): bool {
  const kind = load<u32>(at);
  return (kind == STRING || kind == NUMBER) && load<u32>(at + 8) > load<u32>(at + 4);
}

function countLabel(row: u32): bool {
  if (thirdField >= 0 && load<u32>(fieldOf(row, thirdField)) != 0) return false;
  const cell = fieldOf(row, labelField);
  if (!isText(cell)) return false;
  let split: i32 = 0;
  if (secondField >= 0) {
    const named = fieldOf(row, secondField);
    if (!isText(named)) return false;
    split = findSplit(load<u32>(named + 4), load<u32>(named + 8));
    if (split < 0) return false;
  }
  const index = findCell(load<u32>(cell + 4), load<u32>(cell + 8));
  if (index < 0) return false;
  countCell(index, split);
  return true;
}

/** 0 where the field is missing, else its number. */
function flagOf(row: u32, field: i32): u32 {
  return load<u32>(fieldOf(row, field)) == 0 ? 0 : wholeOf(row, field);
}

function countPair(row: u32): bool {
  const category = wholeOf(row, labelField);
  const id = wholeOf(row, secondField);
  if (category >= QUICK_IDS || id == NO_WHOLE || words == 0) return false;
  if (load<u32>(PAIR_IDS + category * 4) == 0) return false;
  const crowd = flagOf(row, thirdField);
  const ignore = flagOf(row, fourthField);
  if (crowd == NO_WHOLE || ignore == NO_WHOLE) return false;
  if (crowd == 1) crowds += 1;
  if (ignore == 1) ignored += 1;
  const at = WAITING + waiting * 8;
  store<u32>(at, category);
  store<u32>(at, id, 4);
  waiting += 1;
  if (waiting == MOST_WAITING) countWaiting();
  return true;
}

/** No more pairs may be taken before those left are handed over. */
export function isFull(): bool {
  return left + MOST_WAITING > MOST_LEFT;
}

/**
 * Counts the pairs that wait. One after the other, each look into the tables would wait for the memory; in loops of
 * nothing else, many are under way at once.
 */
export function countWaiting(): void {
  const end = WAITING + waiting * 8;
  waiting = 0;
  for (let at = WAITING; at < end; at += 8) {
    const id = load<u32>(at, 4);
    const image = imageOf(id);
    const label = load<u32>(PAIR_IDS + load<u32>(at) * 4) - 1;
    // What is not known is the largest number here.
    if (label < QUICK_IDS && image < images && label >> 5 < words) {
      store<u32>(at, label);
      store<u32>(at, image, 4);
    } else {
      store<u64>(LEFT + left * 8, load<u64>(at));
      left += 1;
      store<u32>(at, NO_WHOLE);
    }
  }
  for (let at = WAITING; at < end; at += 8) {
    const label = load<u32>(at);
    if (label != NO_WHOLE) addPair(load<u32>(at, 4), label);
  }
}

/** Whether the image holds a class besides the one that came to the `bits` of a word. */
function holdsOthers(image: u32, word: u32, bits: u32): bool {
  if (bits != 0) return true;
  const first = IMAGE_WORDS + image * words * 4;
  for (let at = first; at < first + words * 4; at += 4) {
    if (at != word && load<u32>(at) != 0) return true;
  }
  return false;
}

function addPair(image: u32, label: u32): void {
  const word = IMAGE_WORDS + (image * words + (label >> 5)) * 4;
  const bits = load<u32>(word);
  const bit = (1 as u32) << (label & 31);
  const isNew = (bits & bit) == 0;
  if (isNew) {
    store<u32>(word, bits | bit);
    store<u32>(PAIR_IMAGES + label * 4, load<u32>(PAIR_IMAGES + label * 4) + 1);
    if (!several) several = holdsOthers(image, word, bits);
  }
  if (isNew || !perImage) {
    store<u32>(PAIR_COUNTS + label * 4, load<u32>(PAIR_COUNTS + label * 4) + 1);
  }
}
