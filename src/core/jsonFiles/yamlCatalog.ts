// The YAML files of a workspace that speak of media, with a sketch of each, as the catalog of JSON files has them.
// Must not know formats.

import { isJunkFolder } from '../detect/folderWords';
import { LookBudget } from '../detect/sampled';
import type { FolderView } from '../folderView';
import { extensionIn } from '../paths';
import type { JsonFile } from './catalog';
import { sketchJson } from './sketch';
import { wholeItems, yamlAsJson } from './yaml';

/** Files opened in one workspace but for those that the user named. */
const openedAtMost = 400;
/** Without a file of media a YAML is a configuration or a text. */
const media = /\.(?:jpe?g|png|bmp|webp|tiff?|ppm|pgm|wav|mp3|flac|mp4|avi)\b/i;

/** What a voice assistant is trained on (Snips NLU). */
const intents = /^type: *intent *$[^]*?^utterances:/m;

/** True for the path of a YAML file. */
export function isYaml(path: string): boolean {
  return /\.ya?ml$/i.test(path);
}

/** Every YAML file that may hold samples. */
export async function yamlFiles(root: FolderView, signal: AbortSignal): Promise<JsonFile[]> {
  const files: JsonFile[] = [];
  const budget = new LookBudget(root, 'YAML files', openedAtMost);
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name)) continue;
    for (const name of folder.labelFilesEnding(extensionIn('.yaml', '.yml')).filter(isYaml)) {
      signal.throwIfAborted();
      if (!budget.opens(folder.pathOf(name), folder.ruleFor(name)?.format !== undefined)) continue;
      const file = await open(folder, name);
      if (file !== undefined) files.push(file);
    }
  }
  budget.tell();
  return files;
}

async function open(folder: FolderView, name: string): Promise<JsonFile | undefined> {
  const head = await folder.head(name);
  const text = new TextDecoder().decode(head?.bytes);
  if (head === undefined || !(media.test(text) || intents.test(text))) return undefined;
  const json = await yamlAsJson(head.complete ? text : wholeItems(text));
  const root = json === undefined ? undefined : sketchJson(new TextEncoder().encode(json));
  if (root === undefined) return undefined;
  const path = folder.pathOf(name);
  return { folder, name, path, complete: head.complete, root, lines: [], isLine: false };
}
