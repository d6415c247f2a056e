// Text class folders: the name of a folder is the class of every document below it (20 Newsgroups, aclImdb).
// Must not know other formats; counts from listings alone, a few documents are looked at to tell text from tables.

import type { ClassLayout } from '../detect/classTree';
import { splitOfWord } from '../detect/splits';
import type { FolderView } from '../folderView';
import { folderReader } from '../folders/classFolderReader';
import { extensionTest } from '../nameSet';
import { isRunningText } from '../textLabels/runningText';
import type { LabelFormat } from './format';

const id = 'text-folders';
const sampled = 6;

export const textFolders: LabelFormat = {
  id,
  title: 'Text class folders',
  units: ['document'],
  notes: {
    detects:
      '`<root>/[split/]<class>/*.txt` of running text, also numbered files without an extension',
    splits: 'Folders named like splits',
    remarks: 'As scikit-learn’s load_files. A folder `unsup` holds documents without a label.',
  },

  ...folderReader({
    id,
    unit: 'document',
    noun: 'document',
    ignoresLoose: true,
    isSample: (name) => isDocument(name) && !isNote(name),
    unlabelled: /^(?:unsup|unsupervised|unlabell?ed)$/i,
    doubt,
  }),
};

const isText = extensionTest(['.txt', '.text', '.eml']);

/** Text by its extension, or a bare number as in 20 Newsgroups, with a hash behind it as in SpamAssassin. */
function isDocument(name: string): boolean {
  return isText(name) ? !name.startsWith('.') : /^\d+(?:\.[\da-f]{32})?$/.test(name);
}

function isNote(name: string): boolean {
  return /^(?:readme|licen[cs]e|requirements|classes|labels|changelog|notice)\b/i.test(name);
}

async function doubt(layout: ClassLayout): Promise<number | undefined> {
  const folders = layout.parts.flatMap((part) => part.classes.map(({ folder }) => folder));
  if (await areLists(folders)) return 0;
  const files = folders.flatMap((folder) =>
    folder.files
      .filter((name) => !name.startsWith('.'))
      .slice(0, 1)
      .map((name) => ({ folder, name })),
  );
  const step = Math.max(1, Math.floor(files.length / sampled));
  const some = files.filter((_, at) => at % step === 0).slice(0, sampled);
  const texts = await Promise.all(some.map(({ folder, name }) => holdsText(folder, name)));
  // Documents that were emptied say nothing; the same classes below splits do.
  const isEmptied = layout.shape === 'splits' && texts.every((one) => one === 'nothing');
  if (isEmptied && areSameBelowSplits(layout)) return undefined;
  if (texts.length === 0 || !texts.every((one) => one === 'text')) return 0.1;
  // Two folders of text are anything: notes, logs, licences.
  const many = files.length > 0 && average(layout) >= 3;
  return layout.shape === 'splits' || many ? undefined : 0.4;
}

function average({ parts, names }: ClassLayout): number {
  const count = parts
    .flatMap((part) => part.classes)
    .reduce((sum, { folder }) => sum + folder.files.length, 0);
  return count / Math.max(1, names.length);
}

/** Two splits or more with the same classes. */
function areSameBelowSplits({ parts, names }: ClassLayout): boolean {
  const named = (label: string): boolean => names.includes(label);
  const full = parts.filter(({ classes }) => {
    return classes.filter(({ label }) => named(label)).length === names.length;
  });
  return names.length > 1 && full.length > 1 && full.length === parts.length;
}

/** `splits/train.txt` and `splits/val.txt` of a name a line: they say what belongs to a split. */
async function areLists(folders: readonly FolderView[]): Promise<boolean> {
  const files = folders.flatMap((folder) => folder.files.map((name) => ({ folder, name })));
  const isList = ({ name }: { name: string }): boolean =>
    isDocument(name) && splitOfWord(name.replace(/\.\w+$/, '')) !== undefined;
  if (files.length === 0 || !files.every(isList)) return false;
  for (const { folder, name } of files) {
    const head = await folder.head(name);
    const lines = new TextDecoder().decode(head?.bytes.subarray(0, 4096)).trim().split(/\r?\n/);
    if (lines.length < 2 || lines.some((line) => /\S\s+\S/.test(line))) return false;
  }
  return true;
}

async function holdsText(folder: FolderView, name: string): Promise<'text' | 'nothing' | 'other'> {
  const head = await folder.head(name);
  if (head?.bytes.length === 0) return 'nothing';
  if (head === undefined || head.bytes.includes(0)) return 'other';
  return isRunningText(new TextDecoder().decode(head.bytes.subarray(0, 4096))) ? 'text' : 'other';
}
