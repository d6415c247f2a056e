// ARFF, Weka's format: declared attributes, dense or sparse rows; also MEKA's multi-label files.
// Must not know other formats, nor how rows are read; textLabels/arffReader does.

import type { Claim } from '../claims';
import type { FolderView } from '../folderView';
import { baseName, extensionIn } from '../paths';
import type { SplitGroup } from '../tables/splitGroups';
import { arffClass, ArffHeader, type ArffWish, numericClass } from '../textLabels/arffHeader';
import { ArffReader } from '../textLabels/arffReader';
import { eachLine } from '../textLabels/eachLine';
import {
  findTextFiles,
  linesOf,
  sourcesOf,
  type TextFile,
  type TextHead,
  unitsOf,
} from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'arff';
/** Bytes of a header that is looked through for the class. */
const longHeader = 4 * 1024 * 1024;
const readingsOffered = 6;

/** One way to read a file. */
interface Reading {
  /** The attribute's name; the names of the label attributes of a multi-label file. */
  readonly attribute: ArffWish;
  readonly confidence: number;
  readonly evidence: string;
}

export const arff: LabelFormat = {
  id,
  title: 'ARFF',
  units: ['row'],
  notes: {
    detects: '`.arff` files (also .gz) with `@relation`, `@attribute` and a nominal attribute',
    splits: 'file and folder names (`segment-train.arff`, `segment-test.arff`)',
    remarks:
      'The class is the nominal attribute named so or of fates (`dead`, `censored`), else the last one. `?` is unlabelled; a value that a sparse row ' +
      'leaves out is the first declared. MEKA’s `-C`, MULAN’s XML file of labels beside it, or two-valued attributes ' +
      'behind a file’s numbers make it multi-label.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles(root, signal, {
      id,
      // KEEL writes the like of it as `.dat`.
      extensions: extensionIn('.arff', '.dat'),
      look,
      signature: (found) => found.map(({ attribute }) => String(attribute)).join('\n'),
    });
    for (const group of groups) {
      for (const reading of group.members[0].value.found) yield claimOf(group, reading);
    }
  },

  async plan(claim, files) {
    const { attribute } = claim.options;
    return {
      classes: [],
      order: 'declared',
      multiLabel: isWish(attribute) && typeof attribute !== 'string',
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, isWish(attribute) ? { attribute } : {}),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const { attribute } = unit.options;
    const wish = isWish(attribute) ? attribute : undefined;
    await eachLine(unit, input, tally, signal, (file) => {
      return new ArffReader(wish, tally, file, unit.split);
    });
  },
};

async function look(head: TextHead, folder: FolderView): Promise<readonly Reading[] | undefined> {
  let header = headerOf(head.lines);
  if (!header.complete && !head.complete && !/\.gz$/i.test(head.path)) {
    const bytes = await folder.bytesAt(head.path, 0, longHeader);
    if (bytes !== undefined) header = headerOf(linesOf({ bytes, complete: false }));
  }
  if (header.attributes.length === 0) return undefined;
  const wish = folder.ruleFor(baseName(head.path))?.reading?.replace(/^attribute:/, '');
  const labels = await mulanLabels(header, folder, baseName(head.path));
  const readings = [
    ...(labels === undefined
      ? []
      : [severalReading(labels, 0.95, 'an XML file beside it names the labels')]),
    ...numberReadings(header, head.lines),
    ...readingsOf(header, wish),
  ];
  const [first, ...others] = readings;
  const offered = others.map((one) => ({ ...one, confidence: Math.min(one.confidence, 0.3) }));
  return readings.length === 0 ? undefined : [first, ...offered];
}

function headerOf(lines: readonly string[]): ArffHeader {
  const header = new ArffHeader();
  for (const line of lines) {
    if (!header.line(line) && header.attributes.length === 0 && header.relation === '') break;
    if (header.complete) break;
  }
  return header;
}

function readingsOf(header: ArffHeader, wish: string | undefined): Reading[] {
  const best = arffClass(header);
  if (best === undefined) return [];
  const names = best.attributes.map((at) => header.attributes[at].name);
  if (best.multiLabel) {
    const many = names.length.toString();
    return best.by === 'options'
      ? [severalReading(names, 0.95, `the relation says that ${many} attributes are labels`)]
      : [severalReading(names, 0.7, `${many} attributes of two values behind all others`)];
  }
  const [name] = names;
  const byName = best.by === 'name';
  const isLast = best.attributes[0] === header.attributes.length - 1;
  const evidence = `the nominal attribute “${name}”`;
  // Beside a class that is a number, a nominal attribute is one of the features.
  const placed = best.by === 'measure' ? 0.3 : isLast ? 0.95 : 0.6;
  const first = { attribute: name, confidence: byName ? 0.95 : placed, evidence };
  const others = header.attributes
    .filter(({ values, name: other }) => values !== undefined && other !== name)
    .filter(({ name: other }) => !byName || other === wish)
    .slice(-readingsOffered);
  return [
    first,
    ...others.map(({ name: other }) => {
      return { attribute: other, confidence: 0.3, evidence: `the nominal attribute “${other}”` };
    }),
  ];
}

function severalReading(
  attribute: readonly string[],
  confidence: number,
  evidence: string,
): Reading {
  return { attribute, confidence, evidence };
}

/** A last attribute called a class, which is declared a number and holds few whole ones. */
function numberReadings(header: ArffHeader, lines: readonly string[]): Reading[] {
  const name = numericClass(header);
  const start = lines.findIndex((line) => /^\s*@data\b/i.test(line)) + 1;
  if (name === undefined || start === 0) return [];
  const values = lines.slice(start).flatMap((line) => {
    const value = /[,\s]\s*([^,\s]+)\s*$/.exec(line)?.[1];
    return value === undefined || /^\s*[%{]/.test(line) ? [] : [value];
  });
  const kinds = new Set(values);
  const few = kinds.size >= 2 && kinds.size <= 100 && kinds.size * 3 <= values.length;
  if (!few || ![...kinds].every((value) => /^\d{1,3}(?:\.0*)?$/.test(value))) return [];
  const evidence = `the attribute “${name}” holds ${kinds.size} different whole numbers`;
  return [{ attribute: name, confidence: 0.8, evidence }];
}

const xmlLimit = 4 * 1024 * 1024;

/** The labels that MULAN names in `emotions.xml` beside `emotions.arff` or `emotions-train.arff`, where all are attributes. */
async function mulanLabels(
  header: ArffHeader,
  folder: FolderView,
  file: string,
): Promise<readonly string[] | undefined> {
  const stem = file.replace(/\.arff(?:\.gz)?$/i, '');
  const own = [stem, stem.replace(/[-_](?:train|test|val|valid|validation)$/i, '')];
  const name = folder.files.find((one) => own.some((part) => one === `${part}.xml`));
  if (name === undefined) return undefined;
  const bytes = await folder.bytesAt(folder.pathOf(name), 0, xmlLimit);
  if (bytes === undefined) return undefined;
  const text = new TextDecoder('utf-8').decode(bytes);
  if (!/<labels\b[^>]*mulan/i.test(text)) return undefined;
  const labels = [...text.matchAll(/<label\s[^>]*\bname\s*=\s*(["'])(.*?)\1/g)].map((match) =>
    plainXmlText(match[2]),
  );
  const names = new Set(header.attributes.map((one) => one.name));
  return labels.length > 1 && labels.every((label) => names.has(label)) ? labels : undefined;
}

const named: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
};

function plainXmlText(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => named[name]);
}

function isWish(value: unknown): value is ArffWish {
  return (
    typeof value === 'string' ||
    (Array.isArray(value) && value.every((one) => typeof one === 'string'))
  );
}

function claimOf(group: SplitGroup<TextFile<readonly Reading[]>>, reading: Reading): Claim {
  const { attribute, confidence, evidence } = reading;
  const isOne = typeof attribute === 'string';
  const title = isOne ? `attribute “${attribute}”` : 'the label attributes';
  return {
    format: id,
    name: group.name,
    unit: 'row',
    confidence,
    evidence: ['an ARFF header', evidence],
    sources: sourcesOf(group),
    reading: { id: isOne ? `attribute:${attribute}` : 'labels', title },
    options: { attribute },
  };
}
