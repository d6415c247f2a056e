// The XML files of a workspace that may be label files, and the elements at the beginning of one.
// Must not know formats; of folders with many files only some are opened.

import { XmlTokenizer } from '../bytes/xml';
import type { XmlAttributes } from '../bytes/xmlTypes';
import { isJunkFolder } from '../detect/folderWords';
import { FileOpener } from '../detect/fileOpener';
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
  const opening = { what: 'XML', open, choose: spread, holdsMany, limit: openedAtMost };
  const opener = new FileOpener(root, opening, signal);
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name)) continue;
    signal.throwIfAborted();
    const names = folder
      .labelFilesEnding(extensionIn('.xml'))
      .filter((name) => /\.xml$/i.test(name) && !name.startsWith('.'));
    if (names.length === 0) continue;
    folders.push({ folder, names, files: await opener.openedIn(folder, names) });
  }
  opener.tell();
  return folders;
}

async function open(folder: FolderView, name: string): Promise<XmlFile | undefined> {
  const head = await folder.head(name);
  if (head === undefined) return undefined;
  const sketch = sketchXml(head.bytes);
  return sketch.root === '' ? undefined : { folder, name, path: folder.pathOf(name), sketch };
}

/** The root of many samples: `annotations`, `dataset`, `tracklets`; not `annotation`. */
function holdsMany({ sketch: { root } }: XmlFile): boolean {
  return /(?:s|set)$/i.test(root);
}

/** All of a few; else a few files from all over the folder, and a few of those that the user named. */
function spread(names: readonly string[], folder: FolderView): readonly string[] {
  if (names.length <= manyFiles) return names;
  const named = names.filter((name) => folder.ruleFor(name)?.format !== undefined);
  return [...new Set([...someOf(named), ...someOf(names)])];
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
