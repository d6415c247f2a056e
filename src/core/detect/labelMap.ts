// TensorFlow's label_map.pbtxt: items of an id and a name, matched as text.
// Must not know formats.

import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { type ByteInput, SourceError } from '../ports';

const limit = 8 * 1024 * 1024;

/** Path of a label map in the folder, or up to two folders above. */
export function labelMapNear(folder: FolderView | undefined): string | undefined {
  let at = folder;
  for (let level = 0; at !== undefined && level < 3; level += 1, at = at.parent) {
    const name = at.files.find((file) => /label.*map.*\.pbtxt$|\.pbtxt$/i.test(file));
    if (name !== undefined) return at.pathOf(name);
  }
  return undefined;
}

/** The classes of a label map; `display_name` where it is given. None where the file cannot be read. */
export async function readLabelMap(path: string, files: ByteInput): Promise<ClassEntry[]> {
  try {
    return parseLabelMap(new TextDecoder().decode(await files.whole(path, limit)));
  } catch (error) {
    // Names are a help only: without them the ids stand for themselves.
    if (error instanceof SourceError) return [];
    throw error;
  }
}

/** Reads `item { id: 1 name: 'cat' }`, also AVA's `label { name: 'stand' label_id: 1 }`; an id of 0 may be left out. */
export function parseLabelMap(text: string): ClassEntry[] {
  return [...text.matchAll(/\b(?:item|label)\s*(?::\s*)?\{([^{}]*)\}/g)].flatMap(([, body]) => {
    const id = /\b(?:label_)?id\s*:\s*(-?\d+)/.exec(body)?.[1];
    const name = quoted(body, 'display_name') ?? quoted(body, 'name');
    return id === undefined && name === undefined
      ? []
      : [{ id: id ?? '0', name: name ?? id ?? '0' }];
  });
}

function quoted(body: string, key: string): string | undefined {
  const match = new RegExp(`(?:^|[\\s,;])${key}\\s*:\\s*(?:"([^"]*)"|'([^']*)')`).exec(body);
  return match?.[1] ?? match?.[2];
}
