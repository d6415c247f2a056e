// The XML files of a workspace that may be label files, and the elements at the beginning of one.
// Must not know formats; of folders with many files only some are opened.

import { XmlTokenizer } from '../bytes/xml';
import type { XmlAttributes } from '../bytes/xmlTypes';
import { isJunkFolder } from '../detect/folderWords';
import { LookBudget, noteSampled } from '../detect/sampled';
import type { FolderView } from '../folderView';
import { extensionIn } from '../paths';

/** The first elements of a file, as `annotations/image/box`, each path once. */
export interface XmlSketch {
  readonly root: string;
  readonly paths: ReadonlySet<string>;
}

export interface XmlFile {
  readonly folder: FolderView;
  readonly name: string;
  readonly path: string;
  readonly sketch: XmlSketch;
}

/** The XML files of one folder. */
export interface XmlFolder {
  readonly folder: FolderView;
  readonly names: readonly string[];
  /** Those that were opened. */
  readonly files: readonly XmlFile[];
}

const manyFiles = 20;
const sampled = 6;
/** Files opened in one workspace but for those that the user named. */
const openedAtMost = 4000;
const known = new WeakMap<FolderView, Promise<readonly XmlFolder[]>>();

/** Every folder below the root with XML files; looked at once for all formats that ask. */
export function xmlFolders(root: FolderView, signal: AbortSignal): Promise<readonly XmlFolder[]> {
  let folders = known.get(root);
  if (folders === undefined) {
    folders = look(root, signal);
    known.set(root, folders);
  }
  return folders;
}

async function look(root: FolderView, signal: AbortSignal): Promise<XmlFolder[]> {
  const folders: XmlFolder[] = [];
  const budget = new LookBudget(root, 'XML files', openedAtMost);
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name)) continue;
    signal.throwIfAborted();
    const names = folder
      .labelFilesEnding(extensionIn('.xml'))
      .filter((name) => /\.xml$/i.test(name) && !name.startsWith('.'));
    if (names.length === 0) continue;
    const isNamed = (name: string): boolean => folder.ruleFor(name)?.format !== undefined;
    const some = names.length > manyFiles ? spread(names, isNamed) : names;
    if (some.length < names.length) noteSampled(folder, 'XML', some.length, names.length);
    const files: XmlFile[] = [];
    for (const name of some) {
      if (!budget.opens(folder.pathOf(name), isNamed(name))) continue;
      const head = await folder.head(name);
      if (head === undefined) continue;
      const sketch = sketchXml(head.bytes);
      if (sketch.root !== '') files.push({ folder, name, path: folder.pathOf(name), sketch });
    }
    folders.push({ folder, names, files });
  }
  budget.tell();
  return folders;
}

/** A few files from all over the folder, and a few of those that the user named. */
function spread(names: readonly string[], isNamed: (name: string) => boolean): readonly string[] {
  return [...new Set([...someOf(names.filter(isNamed)), ...someOf(names)])];
}

function someOf(names: readonly string[]): readonly string[] {
  const step = Math.max(1, Math.floor(names.length / sampled));
  return names.filter((_, index) => index % step === 0);
}

/** Elements in the bytes, as far as they go. */
export function sketchXml(bytes: Uint8Array): XmlSketch {
  const open: string[] = [];
  const paths = new Set<string>();
  let root = '';
  const tokenizer = new XmlTokenizer({
    onStart: (name: string, attributes: XmlAttributes) => {
      if (open.length === 0) root = name;
      open.push(name);
      if (open.length > 6 || paths.size > 200) return;
      const path = open.join('/');
      paths.add(path);
      if (attributes.indexOf('label') >= 0) paths.add(`${path}@label`);
    },
    onEnd: () => {
      open.pop();
    },
    onText: () => undefined,
  });
  tokenizer.feed(bytes);
  return { root, paths };
}
