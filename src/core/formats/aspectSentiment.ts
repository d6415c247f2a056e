// SemEval's aspect-based sentiment in XML: sentences whose terms, categories or opinions have a polarity.
// Must not know other formats; the texts are passed over.

import type { XmlTokenizer } from '../bytes/xml';
import type { XmlAttributes, XmlHandler } from '../bytes/xmlTypes';
import type { Claim, Source, WorkUnit } from '../claims';
import { splitOfWord } from '../detect/splits';
import { feedFiles } from '../jsonFiles/claims';
import { SampleCounter } from '../jsonFiles/samples';
import { compareText } from '../order';
import { baseName, parentPath } from '../paths';
import type { Tally } from '../tally';
import { type XmlFile, xmlFolders } from '../xmlFiles/catalog';
import type { LabelFormat } from './format';
import { fileTokenizer } from '../xmlFiles/fileTokenizer';

const id = 'aspect-sentiment';

interface Part {
  readonly element: string;
  readonly attribute: string;
  readonly title: string;
  readonly confidence: number;
}

/** What can be counted, that first which models are trained for. */
const parts: readonly Part[] = [
  {
    ...{ element: 'aspectTerm', attribute: 'polarity', confidence: 0.95 },
    title: 'polarity of aspect terms',
  },
  { element: 'Opinion', attribute: 'polarity', confidence: 0.95, title: 'polarity of opinions' },
  {
    ...{ element: 'aspectCategory', attribute: 'polarity', confidence: 0.4 },
    title: 'polarity of aspect categories',
  },
  { element: 'aspectCategory', attribute: 'category', confidence: 0.4, title: 'aspect categories' },
  { element: 'Opinion', attribute: 'category', confidence: 0.4, title: 'categories of opinions' },
];

export const aspectSentiment: LabelFormat = {
  id,
  title: 'Aspect-based sentiment (SemEval)',
  units: ['span'],
  notes: {
    detects: 'XML with `sentence/aspectTerms/aspectTerm` or `sentence/Opinions/Opinion`',
    splits: 'File names (`Restaurants_Train.xml`, `Restaurants_Test_Gold.xml`)',
    remarks: 'The polarity of terms or opinions; that of categories, and these, are readings.',
  },

  async *detect(root, signal) {
    const files = (await xmlFolders(root, signal)).flatMap((folder) => folder.files);
    for (const [name, members] of grouped(files.filter((file) => has(file, /./)))) {
      yield* claimsOf(name, members);
    }
  },

  async plan(claim, files) {
    const units: WorkUnit[] = [];
    for (const { path, split } of claim.sources) {
      const bytes = await files.size(path);
      units.push({ format: id, split, paths: [path], bytes, options: claim.options });
    }
    const plan = { classes: [], order: 'text', multiLabel: false, openVocabulary: false } as const;
    return { ...plan, units, problems: [] };
  },

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => new Reader(unit, tally, file)),
};

function has({ sketch }: XmlFile, element: RegExp): boolean {
  const found = [...sketch.paths].map(
    (path) => /(?:^|\/)sentence\/(?:aspect\w+|Opinions)\/(\w+)$/.exec(path)?.[1],
  );
  return found.some((name) => name !== undefined && element.test(name));
}

interface Member {
  readonly file: XmlFile;
  readonly split: string;
}

/** Files of one folder that are called alike up to the word for the split. */
function grouped(files: readonly XmlFile[]): Map<string, Member[]> {
  const groups = new Map<string, Member[]>();
  for (const file of files) {
    const words = baseName(file.path).split(/([._\-\s]+)/);
    const at = words.findIndex((word) => splitOfWord(word) !== undefined);
    const split = splitOfWord(words.at(at) ?? '') ?? 'all';
    const stem = words.slice(0, Math.max(at, 0)).join('');
    const key = at < 0 ? file.path : `${parentPath(file.path)}/${stem}`;
    const members = groups.get(key) ?? [];
    const isTaken = members.some((member) => member.split === split);
    groups.set(isTaken ? file.path : key, [...(isTaken ? [] : members), { file, split }]);
  }
  return groups;
}

function* claimsOf(key: string, members: readonly Member[]): Generator<Claim> {
  const sorted = members.toSorted((a, b) => compareText(a.file.path, b.file.path));
  const stem = baseName(key).replace(/\.xml$|[._\-\s]+$/gi, '');
  for (const part of parts) {
    if (!sorted.some(({ file }) => has(file, new RegExp(`^${part.element}$`)))) continue;
    yield {
      format: id,
      name: stem === '' ? baseName(sorted[0].file.path) : stem,
      unit: 'span',
      confidence: part.confidence,
      evidence: [`XML sentences with the ${part.title}`],
      sources: sorted.map(({ file, split }): Source => ({ path: file.path, kind: 'file', split })),
      reading: { id: `${part.element}-${part.attribute}`, title: part.title },
      options: { element: part.element, attribute: part.attribute },
    };
  }
}

/** Counts one file; a sentence is a sample. */
class Reader implements XmlHandler {
  readonly #tokenizer: XmlTokenizer;
  readonly #samples: SampleCounter;

  constructor(
    private readonly unit: WorkUnit,
    tally: Tally,
    private readonly file: string,
  ) {
    this.#samples = new SampleCounter(tally, 'objects');
    tally.traits.delete('images');
    this.#tokenizer = fileTokenizer(this, tally, file);
  }

  feed(bytes: Uint8Array): void {
    this.#tokenizer.feed(bytes);
  }

  end(): void {
    this.#tokenizer.end();
  }

  onStart(name: string, attributes: XmlAttributes): void {
    if (name === 'sentence') this.#samples.keep();
    if (name !== this.unit.options.element) return;
    const at = attributes.indexOf(this.unit.options.attribute as string);
    if (at >= 0) this.#samples.addBytes(attributes.bytes, attributes.start(at), attributes.end(at));
  }

  onEnd(name: string): void {
    if (name === 'sentence') this.#samples.end(this.unit.split, this.file);
  }

  onText(): void {
    // What is said does not count.
  }
}
