// Trees of pictures or sounds that a person, a program or a run has put in order: chapters, albums, shots, renditions, settings.
// Must not know formats nor files' content; judges by names alone.

import type { ClassLayout } from '../detect/classTree';
import type { FolderView } from '../folderView';

/** `c012`, as chapters of comics are numbered: with a nought in front. */
const numberedChapter = /^c0\d+$/i;
/** `Chapter 01`, `shot_010`, `v002`, `cam3`, `lr_0.1`: a place in a series, or a setting and its value. */
const inSeries =
  /^(?:ch|chap|chapter|vol|volume|v|ver|version|episode|ep|season|scene|shot|sc|seq|sequence|take|book|lesson|lecture|week|session|issue|run|exp|experiment|trial|cam|camera|epoch|iter|lr|bs|seed|alpha|beta|gamma|wd|dropout|temperature)[ _.=-]{0,2}v?\d+(?:[._-]\d+)*(?:e-?\d+)?$/i;

/** Browsers that a page was shown in, passes that a scene was rendered in, sides of a comparison. */
const renditions = [
  'chromium chrome firefox webkit safari edge opera mobile desktop tablet ios android phone iphone ipad watch',
  'before after',
  'light dark',
  'beauty depth normal normals albedo diffuse specular glossy emission shadow ao alpha mist cryptomatte',
  'baseline baselines current diff diffs actual expected reference references original failed',
  'original originals edited edits raw export exported exports processed cropped resized web print',
].map(setOf);

/** What becomes of the cases of a test suite. */
const verdicts = setOf('pass fail warn warning error errors valid invalid xfail skip ok');

/** Layers and parts of a game or a page, of which no classifier is asked. */
const partsOfPrograms = setOf(
  'ui gui hud core backgrounds tiles tilesets tilemaps sprites spritesheets graphics fonts cursors buttons icons logos particles effects fx sfx bgm music soundtrack jingles misc common shared hero team banners screens mockups wireframes themes plugins uploads prefabs levels maps',
);
/** What a desktop's icons are sorted by. */
const iconContexts = setOf(
  'actions apps places devices mimetypes categories status emblems animations panel emotes intl stock',
);

const pictureFolder =
  /^(?:my[ _-]?)?(?:photos?|pictures?|albums?|gallery|dcim|camera(?:[ _-]roll)?)$/i;
/** The names that cameras and phones give. */
const fromCamera =
  /^(?:_?(?:img|dsc[nf]?|mg|pxl|mvi|gopr)_?\d|p\d{7}|whatsapp image|(?:19|20)\d{6}_\d{6})/i;
/** `01 Airbag.mp3`, `1-02 - Airbag.flac`: by its place on a record. */
const track = /^(?:\d-)?\d{2}(?:\.? -? ?|[._-])\p{L}/u;

/** Files of a folder that are looked at. */
const looked = 20;

/** True where the folders tell when, where or how something was taken or made, and not what it shows. */
export function isSeries(layout: ClassLayout): boolean {
  const { names, root } = layout;
  const folders = layout.parts.flatMap(({ classes }) => classes.map(({ folder }) => folder));
  return (
    names.every(isInSeries) ||
    areRenditions(names) ||
    areParts(names, root) ||
    areCases(names, root) ||
    arePages(names, folders) ||
    isAlbumOfPlaces(layout, folders) ||
    (layout.deep && folders.every(holdsSeries))
  );
}

/** True where each folder holds the tracks of a record. */
export function areRecords(layout: ClassLayout): boolean {
  const folders = layout.parts.flatMap(({ classes }) => classes.map(({ folder }) => folder));
  return folders.every((folder) => {
    const sounds = folder.files.filter((name) => /\.(?:mp3|m4a|flac|ogg|wma|aac|wav)$/i.test(name));
    return (
      most(sounds, (name) => track.test(name)) && sounds.some((name) => /^(?:1-)?01/.test(name))
    );
  });
}

function isInSeries(name: string): boolean {
  return inSeries.test(name) || numberedChapter.test(name);
}

function setOf(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}

function areRenditions(names: readonly string[]): boolean {
  const lower = names.map((name) => name.toLowerCase());
  return renditions.some((words) => lower.every((name) => words.has(name)));
}

/** Spoilt pictures and good ones: what a model makes of the former is held against the latter. */
const spoiltAndGood = setOf(
  'blur blurry sharp low high hazy haze clear gt groundtruth input target rain rainy norain clean noisy degraded',
);

/** True where the same pictures or sounds lie in two folders or more under the same names, spoilt or not. */
export function areRestored({ parts }: ClassLayout): boolean {
  return parts.every(({ classes }) => {
    const folders = classes.map(({ folder }) => folder);
    return arePairs(folders) || folders.every((folder) => arePairs(folder.folders));
  });
}

function arePairs(folders: readonly FolderView[]): boolean {
  const isTold = ({ name }: FolderView): boolean =>
    name
      .toLowerCase()
      .split(/[-_]/)
      .some((word) => spoiltAndGood.has(word));
  if (folders.length < 2 || !folders.every(isTold)) return false;
  const lists = folders.map(({ files }) => new Set(files));
  return lists.every(
    (one) => one.size > 1 && lists.some((other) => other !== one && areSame(one, other)),
  );
}

function areSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name));
}

function areParts(names: readonly string[], root: FolderView): boolean {
  const lower = names.map((name) => name.toLowerCase());
  if (/^\d+(?:x\d+)?(?:@\dx)?$|^scalable$/.test(root.name)) {
    return lower.every((name) => iconContexts.has(name));
  }
  return lower.filter((name) => partsOfPrograms.has(name)).length > 1;
}

/** `tests/pass`, `tests/fail`: inputs for a program, by what it must say of them. */
function areCases(names: readonly string[], { path }: FolderView): boolean {
  const isOfTests = /(?:^|\/)(?:tests|testdata|testcases|fixtures|specs?)(?:\/|$)/i.test(path);
  return isOfTests && names.every((name) => verdicts.has(name.toLowerCase()));
}

/** `001/001.jpg`, `001/002.jpg`, `002/001.jpg`: pages of chapters, counted from one in each. */
function arePages(names: readonly string[], folders: readonly FolderView[]): boolean {
  const isNumbered = names.length > 1 && names.every((name) => /^0\d\d$/.test(name));
  return isNumbered && folders.every(({ files }) => isCounted(files));
}

function isCounted(files: readonly string[]): boolean {
  const numbers = files
    .map((name) => /^(0\d{1,3}|\d{2,4})\.[a-z]+$/i.exec(name)?.[1])
    .filter((number) => number !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  return numbers.length > 1 && numbers.length === files.length && numbers[0] <= 1
    ? numbers.every((number, at) => number === numbers[0] + at)
    : false;
}

/** An album a folder, as people name them: with a blank, and full of a camera's own names. */
function isAlbumOfPlaces({ root, names }: ClassLayout, folders: readonly FolderView[]): boolean {
  if (!root.path.split('/').some((part) => pictureFolder.test(part))) return false;
  const isNamed = names.some((name) => /\p{L} [\p{L}\d]/u.test(name));
  return isNamed && folders.every(({ files }) => most(files, (name) => fromCamera.test(name)));
}

function holdsSeries({ folders }: FolderView): boolean {
  const names = folders.map(({ name }) => name);
  if (areRenditions(names) || arePages(names, folders)) return true;
  const isPlace = (name: string): boolean =>
    isInSeries(name) || /^(?:19|20)\d\d(?:[-_.]?(?:0[1-9]|1[0-2])){1,2}/.test(name);
  return folders.length > 1 && folders.every(({ name }) => isPlace(name));
}

function most(names: readonly string[], test: (name: string) => boolean): boolean {
  const some = names.slice(0, looked);
  return some.length > 0 && some.filter(test).length >= some.length * 0.8;
}
