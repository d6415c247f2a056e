// Boxes in XML of known datasets and tools: dlib's imglab, UA-DETRAC, HRSC2016 and FAIR1M.
// Must not know other formats; each writer is one dialect: which elements are samples, objects and labels.

import { ByteBuffer } from '../bytes/byteBuffer';
import type { XmlTokenizer } from '../bytes/xml';
import type { XmlAttributes, XmlHandler } from '../bytes/xmlTypes';
import type { Claim, Source, WorkUnit } from '../claims';
import { batches } from '../detect/eachFile';
import type { ClassEntry } from '../model';
import type { FolderView } from '../folderView';
import { feedFiles, type FileReader } from '../jsonFiles/claims';
import { SampleCounter } from '../jsonFiles/samples';
import { plural } from '../plural';
import { groupBySplit, type SplitGroup } from '../tables/splitGroups';
import type { Tally } from '../tally';
import { xmlFolders } from '../xmlFiles/catalog';
import type { LabelFormat } from './format';
import { hrscClasses } from '../xmlFiles/hrscClasses';
import { fileTokenizer } from '../xmlFiles/fileTokenizer';

const id = 'xml-objects';
/** A guess, for progress only. */
const bytesPerFile = 4000;

/** Paths of elements from the root on, joined by `/`. */
interface Dialect {
  readonly name: string;
  /** The element that is one sample. */
  readonly sample: string;
  readonly object: string;
  /** The element that names an object's class: by its text, or by `attribute` where that is not ''. */
  readonly label: string;
  readonly attribute: string;
  /** Whether a file is a dataset of its own, or one of a folder of them. */
  readonly alone: boolean;
  /** Names of the labels, where the dataset knows them beforehand. */
  readonly classes?: readonly ClassEntry[];
}

const dialects: readonly Dialect[] = [
  {
    name: 'dlib’s imglab',
    sample: 'dataset/images/image',
    object: 'dataset/images/image/box',
    label: 'dataset/images/image/box/label',
    ...{ attribute: '', alone: true },
  },
  {
    name: 'UA-DETRAC',
    sample: 'sequence/frame',
    object: 'sequence/frame/target_list/target',
    label: 'sequence/frame/target_list/target/attribute',
    ...{ attribute: 'vehicle_type', alone: false },
  },
  {
    name: 'HRSC2016',
    sample: 'HRSC_Image',
    object: 'HRSC_Image/HRSC_Objects/HRSC_Object',
    label: 'HRSC_Image/HRSC_Objects/HRSC_Object/Class_ID',
    ...{ attribute: '', alone: false, classes: hrscClasses },
  },
  {
    name: 'FAIR1M',
    sample: 'annotation',
    object: 'annotation/objects/object',
    label: 'annotation/objects/object/possibleresult/name',
    ...{ attribute: '', alone: false },
  },
];

export const xmlObjects: LabelFormat = {
  id,
  title: 'Boxes in XML of other tools',
  units: ['box'],
  notes: {
    detects:
      'dlib’s imglab (`dataset/images/image/box/label`), UA-DETRAC (`target/attribute@vehicle_type`), ' +
      'HRSC2016 (`HRSC_Object/Class_ID`), FAIR1M (`objects/object/possibleresult/name`)',
    splits: 'Folders or files named like splits',
    remarks: 'Boxes without a class are left out and said; so are the regions to ignore.',
  },

  async *detect(root, signal) {
    for (const dialect of dialects) yield* claimsOf(dialect, root, signal);
  },

  plan(claim, _files, root) {
    const units = claim.sources.flatMap(({ path, kind, split }): WorkUnit[] => {
      const paths = kind === 'file' ? [path] : documentsIn(root.at(path));
      return batches(paths).map((some) => ({
        ...{ format: id, split, paths: some, bytes: some.length * bytesPerFile },
        options: claim.options,
      }));
    });
    const { classes } = dialects.find(({ name }) => name === claim.options.dialect) ?? {};
    const order = classes === undefined ? 'label' : 'declared';
    const plan = {
      classes: classes ?? [],
      order,
      multiLabel: false,
      openVocabulary: false,
    } as const;
    return Promise.resolve({ ...plan, units, problems: [] });
  },

  async count(unit, input, tally, signal) {
    const dialect = dialects.find(({ name }) => name === unit.options.dialect);
    if (dialect === undefined) throw new Error('The claim names no dialect.');
    await feedFiles(unit, input, tally, signal, (file) => {
      return new Reader(dialect, unit.split, tally, file);
    });
  },
};

async function* claimsOf(
  dialect: Dialect,
  root: FolderView,
  signal: AbortSignal,
): AsyncGenerator<Claim> {
  const places: string[] = [];
  for (const { folder, files } of await xmlFolders(root, signal)) {
    const own = files.filter(({ sketch }) => sketch.paths.has(dialect.label));
    if (dialect.alone) places.push(...own.map(({ path }) => path));
    else if (own.length > 0) places.push(folder.path);
  }
  const found = places.map((path) => ({ path, signature: '', value: path }));
  for (const group of groupBySplit(found)) yield claimOf(dialect, group, root);
}

function claimOf(
  { name: dialect, alone }: Dialect,
  { name, members }: SplitGroup<string>,
  root: FolderView,
): Claim {
  const sources = members.map(({ path, split }): Source =>
    alone ? { path, kind: 'file', split } : { path, kind: 'folder', split, extensions: ['.xml'] },
  );
  return {
    format: id,
    name: name === '' ? root.name : name,
    unit: 'box',
    confidence: 0.95,
    evidence: [`XML as ${dialect} writes it`],
    sources,
    options: { dialect },
  };
}

function documentsIn(folder: FolderView | undefined): string[] {
  const names = folder?.files ?? [];
  return names
    .filter((name) => /\.xml$/i.test(name) && !name.startsWith('.'))
    .map((name) => folder?.pathOf(name) ?? name);
}

/** Counts one file, whose samples have as many objects as they like. */
class Reader implements XmlHandler, FileReader {
  readonly #tokenizer: XmlTokenizer;
  readonly #samples: SampleCounter;
  readonly #label = new ByteBuffer(64);
  readonly #open: string[] = [];
  #path = '';
  #samplesSeen = 0;
  #nameless = 0;

  constructor(
    private readonly dialect: Dialect,
    private readonly split: string,
    private readonly tally: Tally,
    private readonly file: string,
  ) {
    this.#samples = new SampleCounter(tally, 'objects');
    this.#tokenizer = fileTokenizer(this, tally, file);
  }

  feed(bytes: Uint8Array): void {
    this.#tokenizer.feed(bytes);
  }

  end(): void {
    this.#tokenizer.end();
    const { file } = this;
    if (this.#samplesSeen === 0) {
      const message = `The file holds no sample as ${this.dialect.name} writes them; it is left out.`;
      const place = { file, line: 1, column: 1 };
      this.tally.problem({ code: 'not-objects', severity: 'warning', ...place, message });
    }
    if (this.#nameless > 0) {
      const message = plural(
        this.#nameless,
        'object has no class; it is not counted.',
        'objects have no class; they are not counted.',
      );
      this.tally.problem({ code: 'no-name', severity: 'information', file, message });
    }
  }

  onStart(name: string, attributes: XmlAttributes): void {
    this.#open.push(this.#path);
    this.#path = this.#path === '' ? name : `${this.#path}/${name}`;
    const { sample, object, label, attribute } = this.dialect;
    if (this.#path === sample) this.#samples.keep();
    if (this.#path === object) this.#label.length = 0;
    if (this.#path !== label || attribute === '' || this.#label.length > 0) return;
    const at = attributes.indexOf(attribute);
    if (at >= 0) this.#label.append(attributes.bytes, attributes.start(at), attributes.end(at));
  }

  onText(bytes: Uint8Array, start: number, end: number): void {
    const { label, attribute } = this.dialect;
    // FAIR1M may list several possible results: the first is the class.
    if (this.#path === label && attribute === '' && this.#label.length === 0)
      this.#label.append(bytes, start, end);
  }

  onEnd(): void {
    const { sample, object } = this.dialect;
    if (this.#path === object) {
      const { bytes, length } = this.#label;
      if (!this.#samples.addBytes(bytes, 0, length)) this.#nameless += 1;
    }
    if (this.#path === sample) {
      this.#samplesSeen += 1;
      this.#samples.end(this.split, this.file);
    }
    this.#path = this.#open.pop() ?? '';
  }
}
