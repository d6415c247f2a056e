// Class names of a VOC dataset that stand outside its annotations: CVAT's labelmap, a names file, ImageNet's synsets.
// Must not know annotations.

import { smallFileLimit } from '../detect/eachFile';
import { bestNamesFile, parseNamesFile } from '../detect/namesFile';
import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import type { ByteInput } from '../ports';

const synsetFiles = /^(?:LOC_synset_mapping|synset_words|map_clsloc)\.txt$/i;

/**
 * Declared classes in order, with the literal text of the annotations as id; empty where nothing declares them.
 * `example`: a name that occurs; a file that does not list it lists something else.
 */
export async function vocNames(
  base: FolderView,
  example: string,
  files: ByteInput,
): Promise<readonly ClassEntry[]> {
  const declared = await declaredNames(base, /^n\d{8}$/.test(example), files);
  return declared.some((entry) => entry.id === example) ? declared : [];
}

async function declaredNames(
  base: FolderView,
  isImageNet: boolean,
  files: ByteInput,
): Promise<readonly ClassEntry[]> {
  const read = async (path: string): Promise<string> =>
    new TextDecoder().decode(await files.whole(path, smallFileLimit));
  if (isImageNet) {
    const path = synsetFileNear(base);
    return path === undefined ? [] : synsetsIn(await read(path));
  }
  if (base.files.includes('labelmap.txt')) {
    return labelMapIn(await read(base.pathOf('labelmap.txt')));
  }
  const path = bestNamesFile(base);
  if (path === undefined) return [];
  return parseNamesFile(await read(path)).map(({ name }) => ({ id: name, name }));
}

/** In the folder, one of those above it, or a folder beside those (`devkit/data`). */
function synsetFileNear(base: FolderView): string | undefined {
  for (let at: FolderView | undefined = base; at !== undefined; at = at.parent) {
    for (const folder of [at, ...at.folders, ...at.folders.flatMap((child) => child.folders)]) {
      const name = folder.files.find((file) => synsetFiles.test(file));
      if (name !== undefined) return folder.pathOf(name);
    }
  }
  return undefined;
}

/** `n01440764 tench, Tinca tinca` or, in map_clsloc, `n02119789 1 kit_fox`. */
function synsetsIn(text: string): ClassEntry[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    const match = /^(n\d{8})\s+(?:\d+\s+)?(\S.*)$/.exec(line.trim());
    return match === null ? [] : [{ id: match[1], name: match[2] }];
  });
}

/** `name:r,g,b:parts:actions`; the background is no object. */
function labelMapIn(text: string): ClassEntry[] {
  return text.split(/\r\n|\r|\n/).flatMap((line) => {
    const name = line.startsWith('#') ? '' : line.split(':')[0].trim();
    return name === '' || name === 'background' ? [] : [{ id: name, name }];
  });
}
