// Lists of “path label” lines: whether text is one, and where in a line the label stands.
// Must not know files; counting is pathLineCounter's.

import { type Media, mediaOfPath } from './columnProfile';
import { frameList, type FilmNamed } from './frameLists';
import { isIntegerAsFloat, isIntegerText, isNumberText } from './labelText';
import { type Join, sniffJoin, splitLabels } from './multiLabel';

/** Where the label stands in a line; plain JSON. */
export interface ListRecipe {
  /** Lines before the list: a count or a header. */
  readonly skip: number;
  readonly separator: 'tab' | 'blank';
  /** `last`: behind the path. `first`: before it. `second`: between an index and the path, as MXNet's .lst has it. */
  readonly place: 'last' | 'first' | 'second';
  /** How one line joins several labels; `' '` are several integers behind the path. */
  readonly join: Join | null;
  /** As many 0 and 1 behind the path as there are classes; 0 where there is no such vector. */
  readonly vector: number;
  /** Labels are integers: the indexes of the classes. */
  readonly integers: boolean;
  /** The first of the integers behind the path is how many frames there are. */
  readonly frames?: boolean;
  /** A folder of each path names its split. */
  readonly inPath?: true;
}

export interface PathList {
  readonly recipe: ListRecipe;
  readonly confidence: number;
  readonly evidence: string;
  readonly media: Media | undefined;
  /** Distinct labels met. */
  readonly labels: readonly string[];
  readonly openVocabulary: boolean;
  /** Paths of folders of frames that the lines name; their names are no classes. */
  readonly films?: readonly string[];
}

/** One line taken apart: the path and what stands behind (or before) it. */
interface Parts {
  readonly path: string;
  readonly labels: readonly string[];
}

/** What is known of a file besides its lines. */
export interface ListPlace {
  /** The file's name says that it holds classes, so that numbered names of samples without an extension will do. */
  readonly ofClasses?: boolean;
  /** The file's name says that it is a split, so that the same is true where the labels are numbers. */
  readonly ofSplit?: boolean;
  /** The media that are called so but for their extension; undefined unless nearly all are there. */
  readonly mediaNamed?: (names: readonly string[]) => Media | undefined;
  /** A folder of images near the list. */
  readonly filmNamed?: FilmNamed;
}

/** Reads the first lines of a file (`complete`: all of them) as a list; undefined where they are none. */
export function readPathList(
  lines: readonly string[],
  complete: boolean,
  place: ListPlace = {},
): PathList | undefined {
  const skip = linesBefore(lines);
  const body = lines.slice(skip).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (body.length === 0) return undefined;
  const separator = body.every((line) => line.includes('\t')) ? 'tab' : 'blank';
  const fields = body.map((line) => line.trim().split(separator === 'tab' ? /\s*\t\s*/ : /\s+/));
  const layout = { skip, separator } as const;
  const framed = place.filmNamed && frameList(fields, layout, place.filmNamed);
  if (framed !== undefined && framed.confidence > 0.5) return framed;
  const list = pathLast(fields, layout) ?? pathFirst(fields, layout, complete);
  if (list !== undefined) return list;
  const named = namesFirst(fields, layout, place.mediaNamed) ?? framed;
  if (named !== undefined) return named;
  if (place.ofClasses === true) {
    const numbered = numberedFirst(fields, layout);
    if (numbered !== undefined) return numbered;
  }
  return place.ofSplit === true ? longNamesFirst(fields, layout) : undefined;
}

type Layout = Pick<ListRecipe, 'skip' | 'separator'>;

/** CelebA begins with the number of images; some lists with a header. */
function linesBefore(lines: readonly string[]): number {
  const has = (line: string | undefined): boolean =>
    line?.split(/\s+/).some((field) => mediaOfPath(field) !== undefined) ?? false;
  if (has(lines.at(0)) || !has(lines.at(2) ?? lines.at(1))) return 0;
  return has(lines.at(1)) ? 1 : 2;
}

/** `path label`, the label being the last field, or all integers behind the path. */
function pathFirst(
  fields: readonly (readonly string[])[],
  layout: Layout,
  complete: boolean,
): PathList | undefined {
  const integers = fields.map(trailingIntegers);
  const parts = fields.map((line, at): Parts => {
    const several = Math.max(1, integers[at]);
    const cut = Math.max(1, line.length - several);
    return { path: line.slice(0, cut).join(' '), labels: line.slice(cut) };
  });
  const labelled = parts.filter(
    ({ labels }) => labels.length > 0 && mediaOfPath(labels.at(-1) ?? '') === undefined,
  );
  if (labelled.length < fields.length * 0.6) return undefined;
  const media = mediaOfMost(labelled);
  if (media === undefined) return folders(labelled, layout);
  const counts = new Set(labelled.map(({ labels }) => labels.length));
  if (Math.max(...counts) > 1) return severalIntegers(labelled, layout, media, counts);
  const values = labelled.map(({ labels }) => labels[0]);
  return oneField(values, { ...layout, place: 'last' }, media, complete);
}

function trailingIntegers(line: readonly string[]): number {
  let count = 0;
  while (count < line.length - 1 && isIntegerText(line[line.length - 1 - count])) count++;
  return count;
}

function mediaOfMost(parts: readonly Parts[]): Media | undefined {
  const media = parts.map(({ path }) => mediaOfPath(path.replace(/^["']|["']?:?$/g, '')));
  const known = media.filter((one) => one !== undefined);
  return known.length >= parts.length * 0.9 ? known.at(0) : undefined;
}

/** Paths without an extension: folders of frames, `path [first] frames label`; a guess, and only for dense integers. */
function folders(parts: readonly Parts[], layout: Layout): PathList | undefined {
  const deep = parts.every(
    ({ path }) => /^[^\s/]+(?:\/[^\s/]+)+$/.test(path) && !/\.\w+$/.test(path),
  );
  const values = parts.map(({ labels }) => labels.at(-1) ?? '');
  const labels = new Set(values);
  if (!deep || !values.every((text) => /^\d+$/.test(text)) || parts.length < 3) return undefined;
  if (countFrames(parts)) return framedLabels(parts, layout, 'video');
  if (labels.size > parts.length * 0.5 || labels.size < 2) return undefined;
  const widths = new Set(parts.map((part) => part.labels.length));
  if (Math.max(...widths) > 3) return undefined;
  const framed = widths.size === 1 && !widths.has(1);
  return {
    recipe: { ...layout, place: 'last', join: null, vector: 0, integers: true },
    confidence: framed ? 0.6 : 0.55,
    evidence: `each line is a folder and a number (${labels.size} different ones in ${parts.length} lines)`,
    media: 'video',
    labels: [...labels],
    openVocabulary: true,
  };
}

/** `path 163 1 3`: how many frames a film has, more than there are classes, and labels of which some lines have several. */
function countFrames(parts: readonly Parts[]): boolean {
  const numbers = parts.map(({ labels }) => labels.map(Number));
  if (!numbers.every((line) => line.length > 1) || !numbers.some((line) => line.length > 2))
    return false;
  const most = Math.max(...numbers.flatMap((line) => line.slice(1)));
  return (
    new Set(numbers.map(({ length }) => length)).size > 1 &&
    numbers.every(([frames]) => frames > most)
  );
}

function framedLabels(parts: readonly Parts[], layout: Layout, media: Media): PathList {
  const labels = new Set(parts.flatMap((part) => part.labels.slice(1)));
  return {
    recipe: { ...layout, place: 'last', join: ' ', vector: 0, integers: true, frames: true },
    confidence: 0.65,
    evidence: `each line is a film, how many frames it has, and one or more integers (${labels.size} different ones)`,
    media,
    labels: [...labels],
    openVocabulary: false,
  };
}

/** Fewest lines that show that labels recur and names do not. */
const enoughLines = 20;

/** `1 dog` beside `images/1.jpg`: the name of a media file, and a label that recurs. */
function namesFirst(
  fields: readonly (readonly string[])[],
  layout: Layout,
  mediaNamed: ListPlace['mediaNamed'],
): PathList | undefined {
  if (!fields.every((line) => line.length === 2)) return undefined;
  const names = fields.map(([name]) => name);
  const labels = new Set(fields.map(([, label]) => label));
  if (new Set(names).size < names.length || labels.size < 2) return undefined;
  if (labels.size > names.length * 0.5) return undefined;
  const integers = [...labels].every((label) => /^\d+$/.test(label));
  if (!integers && [...labels].some(isNumberText)) return undefined;
  const media = mediaNamed?.(names);
  if (media === undefined) return undefined;
  return {
    recipe: { ...layout, place: 'last', join: null, vector: 0, integers },
    confidence: 0.65,
    evidence: `each line is the name of a file and a label (${labels.size} different ones in ${names.length} lines)`,
    media,
    labels: [...labels],
    openVocabulary: !integers,
  };
}

const letter = /[a-z]/i;
const digit = /\d/;

/** The text holds these one behind the other, with anything between. One look each, however long a hostile text is. */
function holdsInOrder(text: string, ...parts: readonly RegExp[]): boolean {
  let rest = text;
  for (const part of parts) {
    const place = rest.search(part);
    if (place < 0) return false;
    rest = rest.slice(place + 1);
  }
  return true;
}

/** `ADE_train_00000001 airport_terminal`: a numbered name once, and a label that recurs. */
function numberedFirst(
  fields: readonly (readonly string[])[],
  layout: Layout,
): PathList | undefined {
  const names = new Set(fields.map(([name]) => name));
  const labels = new Set(fields.map((line) => line.at(-1) ?? ''));
  const arePairs = fields.every(
    (line) => line.length === 2 && holdsInOrder(line[0], letter, digit),
  );
  const areWords = [...labels].every((label) => /^\p{L}/u.test(label));
  if (!arePairs || !areWords || names.size < fields.length || fields.length < enoughLines)
    return undefined;
  if (labels.size < 2 || labels.size > fields.length * 0.5) return undefined;
  return {
    recipe: { ...layout, place: 'last', join: null, vector: 0, integers: false },
    confidence: 0.6,
    evidence: `each line is a name and a label (${labels.size} different ones in ${fields.length} lines)`,
    media: undefined,
    labels: [...labels],
    openVocabulary: true,
  };
}

/** `A0xAXXysHUo_E_002184_002237_A_0035_0036 4`: a long name with numbers once, and a dense number that recurs. */
function longNamesFirst(
  fields: readonly (readonly string[])[],
  layout: Layout,
): PathList | undefined {
  const names = new Set(fields.map(([name]) => name));
  const arePairs = fields.every(
    (line) =>
      line.length === 2 &&
      /^\w{12,}$/.test(line[0]) &&
      (holdsInOrder(line[0], letter, digit, /_/) || holdsInOrder(line[0], /_/, letter, digit)),
  );
  const values = fields.map((line) => line.at(-1) ?? '');
  const labels = new Set(values);
  if (!arePairs || names.size < fields.length || fields.length < enoughLines) return undefined;
  if (!values.every((text) => /^\d{1,4}$/.test(text)) || labels.size < 2) return undefined;
  const most = Math.max(...values.map(Number));
  if (labels.size * 2 > fields.length || most > labels.size * 2) return undefined;
  return {
    recipe: { ...layout, place: 'last', join: null, vector: 0, integers: true },
    confidence: 0.6,
    evidence: `each line is a name and a number (${labels.size} different ones in ${fields.length} lines)`,
    media: 'video',
    labels: [...labels],
    openVocabulary: true,
  };
}

/** Several integers behind the path: labels where their number varies, a vector of marks where it does not. */
function severalIntegers(
  parts: readonly Parts[],
  layout: Layout,
  media: Media,
  counts: ReadonlySet<number>,
): PathList | undefined {
  const values = new Set(parts.flatMap(({ labels }) => labels));
  const base = { ...layout, place: 'last', integers: true } as const;
  const width = Math.max(...counts);
  const marks = [...values].every((text) => /^(?:0|-?1)$/.test(text));
  if (counts.size === 1 && marks && width >= 2) {
    return {
      recipe: { ...base, join: null, vector: width },
      confidence: 0.6,
      evidence: `each line is a path and ${width} marks of 0 and 1`,
      media,
      labels: Array.from({ length: width }, (_, at) => at.toString()),
      openVocabulary: false,
    };
  }
  if (countFrames(parts)) return framedLabels(parts, layout, media);
  const repeats = parts.some(({ labels }) => new Set(labels).size < labels.length);
  if (repeats || [...values].some((text) => text.startsWith('-'))) return undefined;
  // Four of them are a box.
  if (counts.size === 1 && width > 3) return undefined;
  return {
    recipe: { ...base, join: ' ', vector: 0 },
    confidence: counts.size === 1 ? 0.4 : 0.7,
    evidence: `each line is a path and one or more integers (${values.size} different ones)`,
    media,
    labels: [...values],
    openVocabulary: false,
  };
}

/** One field a line: an integer, integers joined by commas, or a word. */
function oneField(
  values: readonly string[],
  layout: Pick<ListRecipe, 'skip' | 'separator' | 'place'>,
  media: Media,
  complete: boolean,
): PathList | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const labels = [...counts.keys()];
  const integers = labels.every((text) => isIntegerText(text) || isIntegerAsFloat(text));
  if (!integers && labels.every((text) => !text.includes(',') && isNumberText(text))) {
    return undefined;
  }
  if (labels.some((text) => /^["'].*["']$/.test(text))) return undefined;
  const join = integers ? undefined : joinOf(counts);
  if (join === 'tuple') return undefined;
  const joined = join === undefined ? labels : labels.flatMap((text) => splitLabels(text, join));
  const distinct = [...new Set(joined)];
  const allIntegers = distinct.every((text) => isIntegerText(text) || isIntegerAsFloat(text));
  const share = labels.length / values.length;
  return {
    recipe: { ...layout, join: join ?? null, vector: 0, integers: allIntegers },
    confidence: trust(allIntegers, join !== undefined, values.length, share, complete),
    evidence: `each line is a path and a label (${distinct.length} different ones in ${values.length} lines)`,
    media,
    labels: distinct,
    openVocabulary: !allIntegers && join === undefined,
  };
}

/** Words that never recur are transcripts; integers that never recur are measured rather than named. */
function trust(
  integers: boolean,
  joined: boolean,
  lines: number,
  share: number,
  complete: boolean,
): number {
  if (joined) return 0.7;
  if (integers) return lines >= 20 && share > (complete ? 0.9 : 0.98) ? 0.4 : 0.85;
  return share === 1 || (lines >= 10 && share > 0.5) ? 0.3 : 0.7;
}

/** `tuple` where each field is as many comma-joined numbers: a box, not labels. */
function joinOf(counts: ReadonlyMap<string, number>): Join | 'tuple' | undefined {
  const texts = [...counts.keys()];
  if (texts.every((text) => /^-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?)*$/.test(text))) {
    const widths = new Set(texts.map((text) => text.split(',').length));
    if (texts.some((text) => /[-.]/.test(text))) return 'tuple';
    return widths.size === 1 && Math.min(...widths) >= 4 ? 'tuple' : ',';
  }
  const join = sniffJoin(counts);
  return join === ' ' ? undefined : join;
}

/** `label path` or MXNet's `index label path`; before a path alone the label may be a word that recurs (`id10001 id10001/a/1.wav`). */
function pathLast(fields: readonly (readonly string[])[], layout: Layout): PathList | undefined {
  const widths = new Set(fields.map((line) => line.length));
  const [width] = widths;
  if (widths.size !== 1 || width < 2 || width > 3) return undefined;
  const media = mediaOfPath(fields[0][width - 1]);
  const paths = fields.every((line) => mediaOfPath(line[width - 1]) !== undefined);
  const values = fields.map((line) => line[width - 2]);
  const labels = new Set(values);
  if (media === undefined || !paths || labels.size > fields.length * 0.5) return undefined;
  const integers = values.every((text) => isIntegerText(text) || isIntegerAsFloat(text));
  const areWords = width === 2 && labels.size > 1 && !values.some(isNumberText);
  if (!integers && !(areWords && fields.length >= enoughLines)) return undefined;
  if (width === 3 && !fields.every((line) => isIntegerText(line[0]))) return undefined;
  const place = width === 3 ? 'second' : 'first';
  return {
    recipe: { ...layout, place, join: null, vector: 0, integers },
    confidence: integers ? 0.75 : 0.65,
    evidence: `each line is a ${integers ? 'number' : 'word'} and a path (${labels.size} different ones in ${fields.length} lines)`,
    media,
    labels: [...labels],
    openVocabulary: !integers,
  };
}
