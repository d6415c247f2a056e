// The JSON files of a workspace with a sketch of each, looked at once for all formats that ask.
// Must not know formats; of folders with many files only some are opened.

import { LF } from '../bytes/ascii';
import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import { isJunkFolder } from '../detect/folderWords';
import { FileOpener } from '../detect/fileOpener';
import type { FolderView, Head } from '../folderView';
import { extensionTest } from '../nameSet';
import { isObject, sketchJson, sketchLines } from './sketch';

/** One JSON file that was looked at. */
export interface JsonFile {
  readonly folder: FolderView;
  readonly name: string;
  readonly path: string;
  /** True where the first bytes are the whole file. */
  readonly complete: boolean;
  /** The beginning of its value; of lines that of the first. */
  readonly root: JsonValue;
  /** Where each line is an object of its own: the first of them. */
  readonly lines: readonly JsonObject[];
  /** True where the whole file is one object on one line. */
  readonly isLine: boolean;
}

/** The JSON files of one folder. */
export interface JsonFolder {
  readonly folder: FolderView;
  /** Names of all of them. */
  readonly names: readonly string[];
  /** Those that were opened, and could be read. */
  readonly files: readonly JsonFile[];
}

/** A folder of more JSON files is looked at by samples. */
const manyFiles = 40;
const sampled = 12;
/** Files opened in one workspace but for those that the user named: of a million documents those that come first. */
const openedAtMost = 4000;

/** doccano’s exports end in the number of who annotated: `ner.spacy.user0`. */
const jsonName =
  /\.(?:json|jsonl|ndjson|jsonlines|odgt|geojson|manifest|labels|user\d+)(?:\.gz)?$/i;
/** What others call .jsonl (WildReceipt, OpenNRE’s `wiki80_train.txt`); it is looked into for an object a line. */
const textName = /(?:^|[_-])(?:train|val|valid|dev|test)\.txt$|^data\.txt$/i;
/** How such names end before the extension: quickly told, for folders of very many. */
const lastLetters = 'nldvtaNLDVTA';
const endsInTxt = extensionTest(['.txt']);
const tellingName =
  /coco|instances|annotations?|metadata|labels?|dataset|train|val|test|manifest|meta|via|export|bdd|createml|project/i;
const otherName =
  /^(?:package|package-lock|composer|bower|tsconfig.*|jsconfig.*|angular|nx|lerna|renovate|vercel|deno|tslint|tokenizer.*|vocab|special_tokens_map|added_tokens|generation_config|preprocessor_config|trainer_state|model_index|\.?eslintrc|\.?prettierrc|babel\.config)\.json$/i;

const known = new WeakMap<FolderView, Promise<readonly JsonFolder[]>>();

/** Every folder below the root with JSON files, parents first. */
export function jsonFolders(root: FolderView, signal: AbortSignal): Promise<readonly JsonFolder[]> {
  let folders = known.get(root);
  if (folders === undefined) {
    folders = look(root, signal);
    known.set(root, folders);
  }
  return folders;
}

/** Every JSON file that was looked at. */
export async function jsonFiles(
  root: FolderView,
  signal: AbortSignal,
): Promise<readonly JsonFile[]> {
  return (await jsonFolders(root, signal)).flatMap((folder) => folder.files);
}

async function look(root: FolderView, signal: AbortSignal): Promise<JsonFolder[]> {
  const folders: JsonFolder[] = [];
  const opening = { what: 'JSON', open, choose: chosen, holdsMany, limit: openedAtMost };
  const opener = new FileOpener(root, opening, signal);
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name)) continue;
    signal.throwIfAborted();
    const names = folder.labelFilesEnding(mayBeJson).filter(isJsonName);
    if (names.length === 0) continue;
    const files = await opener.openedIn(folder, names);
    folders.push({ folder, names, files: files.map((file) => asLine(file, files)) });
  }
  opener.tell();
  return folders;
}

/** Lines or records, rather than what stands beside one sample. */
function holdsMany({ root, lines }: JsonFile): boolean {
  return lines.length > 1 || (Array.isArray(root) && root.filter(isObject).length > 1);
}

/** A split of one line is a whole text, too: it is lines where a file beside it has lines of the same keys. */
function asLine(file: JsonFile, files: readonly JsonFile[]): JsonFile {
  const { root, lines, isLine } = file;
  if (lines.length > 0 || !isLine || !isObject(root)) return file;
  const keys = Object.keys(root).toString();
  const isAlike = (other: JsonFile): boolean =>
    other.lines.length > 1 && Object.keys(other.lines[0]).toString() === keys;
  return files.some(isAlike) ? { ...file, lines: [root] } : file;
}

function mayBeJson(extension: string): boolean {
  return extension === '.txt' || jsonName.test(extension);
}

function isJsonName(name: string): boolean {
  if (endsInTxt(name)) return lastLetters.includes(name.at(-5) ?? ' ') && textName.test(name);
  return jsonName.test(name) && !name.startsWith('.') && !otherName.test(name);
}

function chosen(names: readonly string[], folder: FolderView): readonly string[] {
  if (names.length <= manyFiles) return names;
  const step = Math.floor(names.length / sampled);
  const some = names.filter((_, index) => index % step === 0).slice(0, sampled);
  const telling = names.filter((name) => tellingName.test(name)).slice(0, sampled);
  const named = names.filter((name) => folder.ruleFor(name)?.format !== undefined);
  return [...new Set([...named, ...some, ...telling])];
}

async function open(folder: FolderView, name: string): Promise<JsonFile | undefined> {
  const head = await folder.textHead(name);
  if (head === undefined || head.bytes.length === 0) return undefined;
  const complete = isComplete(name, head);
  const isLine = complete && !head.bytes.subarray(0, head.bytes.length - 2).includes(LF);
  const file = { folder, name, path: folder.pathOf(name), complete, isLine };
  const lines = linesOf(name, head);
  if (textName.test(name) && lines.length === 0) return undefined;
  const root = lines.length > 0 ? lines[0] : sketchJson(head.bytes);
  return root === undefined ? undefined : { ...file, root, lines };
}

function isComplete(name: string, head: Head): boolean {
  return head.complete && !/\.gz$/i.test(name);
}

/** Lines by the name, or by two lines that are an object each. */
function linesOf(name: string, head: Head): readonly JsonObject[] {
  if (/\.(?:jsonl|ndjson|jsonlines|odgt|manifest)/i.test(name))
    return small(sketchLines(head.bytes, head.complete));
  const start = new TextDecoder('latin1').decode(head.bytes.subarray(0, 64)).replace(/^ï»¿/, '');
  if (!/^\s*\{/.test(start)) return [];
  const lines = sketchLines(head.bytes, head.complete);
  return lines.length > 1 ? small(lines) : [];
}

function small(lines: readonly JsonObject[]): readonly JsonObject[] {
  return lines.slice(0, 300);
}
