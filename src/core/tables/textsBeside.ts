// Whether labels a line are those of texts a line in a file beside them: `label` and `seq.in`, `train.labels` and `train.txt`.
// Must not know how labels are read.

import type { FolderView } from '../folderView';
import { extensionOf } from '../paths';

const textEnds = /^(?:\.(?:in|txt|text|tok|tokens|sents?|sentences|raw|src|doc|docs))?$/;
/** Files beside that are looked into. */
const looked = 8;
/** Words a line, on average, that make a text. */
const fewestWords = 3;

/** True where a file beside has as many lines, of running text. Heads that are cut off are not compared by length. */
export async function areOfTexts(folder: FolderView, name: string): Promise<boolean> {
  const own = await linesOf(folder, name);
  const others = folder.files.filter((one) => one !== name && textEnds.test(extensionOf(one)));
  for (const other of others.slice(0, looked)) {
    const lines = await linesOf(folder, other);
    if (lines === undefined || own === undefined || !areTexts(lines.all)) continue;
    const areWhole = own.complete && lines.complete;
    if (areWhole ? own.all.length === lines.all.length : own.all.length >= lines.all.length)
      return true;
  }
  return false;
}

interface Lines {
  readonly all: readonly string[];
  readonly complete: boolean;
}

async function linesOf(folder: FolderView, name: string): Promise<Lines | undefined> {
  const head = await folder.head(name);
  if (head === undefined || head.bytes.includes(0)) return undefined;
  const all = new TextDecoder().decode(head.bytes).split(/\r?\n/);
  // Behind the last line end stands nothing, or a line that is cut off.
  if (!head.complete || all.at(-1) === '') all.pop();
  return { all, complete: head.complete };
}

function areTexts(lines: readonly string[]): boolean {
  const words = lines.flatMap((line) => line.split(/\s+/)).filter((word) => word !== '');
  const letters = words.filter((word) => /^\p{P}*\p{L}[\p{L}\p{P}]*$/u.test(word)).length;
  // Tags of tokens are written in their own way.
  const tags = words.filter((word) => /^(?:O|[BI]-\S+)$/.test(word)).length;
  return (
    words.length >= lines.length * fewestWords &&
    letters > words.length * 0.6 &&
    tags * 2 < words.length
  );
}
