// Reuters-21578 and other SGML of its kind: a story between `<REUTERS …>` and `</REUTERS>`, its topics as `<D>` within `<TOPICS>`.
// Must not know other formats. It is no XML: bodies hold bare `<` and characters that XML forbids, so only whole tags are looked for.

import type { Claim, Plan, WorkUnit } from '../claims';
import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { baseName, parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import type { Tally } from '../tally';
import { eachLine, type LineReader } from '../textLabels/eachLine';
import { startsWithText, textOf } from '../textLabels/fields';
import {
  covering,
  findTextFiles,
  type TextFile,
  type TextHead,
  unitsOf,
} from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'reuters';

/** Elements with `<D>` in them, the labels first. */
const elements = ['TOPICS', 'PLACES', 'PEOPLE', 'ORGS', 'EXCHANGES'] as const;
type Element = (typeof elements)[number];

const splits: Readonly<Record<string, string>> = { TRAIN: 'train', TEST: 'test' };
const notUsed = 'not-used';
const namesLimit = 1024 * 1024;

export const reuters: LabelFormat = {
  id,
  title: 'Reuters SGML',
  units: ['document'],
  notes: {
    detects:
      '`.sgm` and `.sgml` files of `<REUTERS …>` stories with `<TOPICS><D>earn</D></TOPICS>`',
    splits: '`LEWISSPLIT`: `TRAIN`, `TEST`; stories that it leaves out are a split of their own',
    remarks:
      'A story may have several topics or none. Places, people, organisations and exchanges are further readings. Topics ' +
      'that no story has come from all-topics-strings.lc.txt.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles<readonly Element[]>(root, signal, {
      id,
      extensions: (extension) => extension === '.sgm' || extension === '.sgml',
      look,
    });
    const folders = new Map<string, TextFile<readonly Element[]>[]>();
    for (const { value } of groups.flatMap((group) => group.members)) {
      const folder = parentPath(value.path);
      const known = folders.get(folder);
      if (known === undefined) folders.set(folder, [value]);
      else known.push(value);
    }
    for (const [folder, files] of folders) yield* claimsOf(root, folder, files);
  },

  plan,

  async count(unit, input, tally, signal) {
    const element = unit.options.element as Element;
    await eachLine(unit, input, tally, signal, (file) => new Reader(element, unit, tally, file));
  },
};

function look({ lines }: TextHead): readonly Element[] | undefined {
  if (!lines.some((line) => /^<REUTERS\b/.test(line))) return undefined;
  const found = elements.filter((name) => lines.some((line) => line.includes(`<${name}><D>`)));
  return found.length === 0 ? undefined : found;
}

function* claimsOf(
  root: FolderView,
  folder: string,
  files: readonly TextFile<readonly Element[]>[],
): Generator<Claim> {
  const lists = root.at(folder)?.files.filter((name) => /^all-\w+-strings\.\w*\.?txt$/.test(name));
  const beside = (lists ?? []).map((name) => (folder === '' ? name : `${folder}/${name}`));
  for (const element of elements) {
    if (!files.some(({ found }) => found.includes(element))) continue;
    const word = element.toLowerCase();
    yield {
      format: id,
      name: baseName(folder) || 'reuters',
      unit: 'document',
      confidence: element === 'TOPICS' ? 0.95 : 0.4,
      evidence: [`stories in SGML with their ${word}`],
      sources: files.map(({ path }) => ({ path, kind: 'file', split: 'all' })),
      covers: covering(beside),
      reading: { id: word, title: `the ${word}` },
      options: { element },
    };
  }
}

async function plan(claim: Claim, files: ByteInput): Promise<Plan> {
  const list = claim.covers?.find(({ path }) =>
    baseName(path).startsWith(`all-${claim.reading?.id ?? ''}-`),
  );
  return {
    classes: list === undefined ? [] : await namesIn(list.path, files),
    order: 'text',
    multiLabel: true,
    openVocabulary: false,
    units: await unitsOf(id, claim.sources, files, claim.options),
    problems: [],
  };
}

async function namesIn(path: string, files: ByteInput): Promise<ClassEntry[]> {
  try {
    const lines = new TextDecoder().decode(await files.whole(path, namesLimit)).split('\n');
    const names = lines.map((line) => line.trim()).filter((line) => line !== '');
    return [...new Set(names)].map((name) => ({ id: name, name }));
  } catch (error) {
    // The list only adds topics that no story has.
    if (error instanceof SourceError) return [];
    throw error;
  }
}

/** Counts the stories of one file. */
class Reader implements LineReader {
  #split = notUsed;
  #labels = new Set<string>();
  /** True between the element's tags. */
  #isInside = false;
  /** Line of the open story; 0 outside. */
  #story = 0;

  constructor(
    private readonly element: Element,
    private readonly unit: WorkUnit,
    private readonly tally: Tally,
    private readonly file: string,
  ) {}

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (startsWithText(bytes, start, end, '<REUTERS')) this.#begin(textOf(bytes, start, end), line);
    if (this.#story === 0) return;
    const opens = startsWithText(bytes, start, end, `<${this.element}>`);
    if (opens || this.#isInside) this.#take(textOf(bytes, start, end));
    if (startsWithText(bytes, start, end, '</REUTERS>')) this.#close();
  };

  readonly end = (): void => {
    if (this.#story > 0) {
      const message = 'The last story is not closed; it is left out.';
      const place = { file: this.file, line: this.#story, column: 1 };
      this.tally.problem({ code: 'story-cut-off', severity: 'warning', ...place, message });
    }
  };

  #begin(tag: string, line: number): void {
    const split = /\bLEWISSPLIT="([^"]*)"/.exec(tag)?.[1] ?? '';
    const own = this.unit.split === 'all' ? undefined : this.unit.split;
    this.#split = own ?? (split === '' ? 'all' : (splits[split.toUpperCase()] ?? notUsed));
    this.#labels = new Set();
    this.#story = line;
  }

  #take(text: string): void {
    const close = text.indexOf(`</${this.element}>`);
    this.#isInside = close < 0;
    const inside = close < 0 ? text : text.slice(0, close);
    for (const [, label] of inside.matchAll(/<D>([^<]+)<\/D>/g)) this.#labels.add(label.trim());
  }

  #close(): void {
    const split = this.tally.split(this.#split);
    split.samples += 1;
    if (this.#labels.size === 0) split.unlabelled += 1;
    if (this.#labels.size > 1) this.tally.traits.add('multi-label');
    for (const label of this.#labels) split.add(this.tally.labels.indexOfText(label));
    split.recorder?.end(this.file, this.#story);
    this.#story = 0;
    this.#isInside = false;
  }
}
