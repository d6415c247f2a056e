// ARFF, Weka's format: declared attributes, dense or sparse rows; also MEKA's multi-label files.
// Must not know other formats, nor how rows are read; textLabels/arffReader does.

import type { Claim } from '../claims';
import type { FolderView } from '../folderView';
import { baseName, extensionOf } from '../paths';
import type { SplitGroup } from '../tables/splitGroups';
import { arffClass, ArffHeader } from '../textLabels/arffHeader';
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
  /** The attribute's name; undefined for label attributes by MEKA's option. */
  readonly attribute: string | undefined;
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
      'The class is the nominal attribute named so, else the last one. `?` is unlabelled; a value that a sparse row ' +
      'leaves out is the first declared. MEKA’s `-C` makes it multi-label.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles(root, signal, {
      id,
      accepts: (name) => extensionOf(name) === '.arff',
      look,
      signature: (found) => found.map(({ attribute }) => attribute ?? '').join('\n'),
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
      multiLabel: attribute === undefined,
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, attribute === undefined ? {} : { attribute }),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const { attribute } = unit.options;
    const wish = typeof attribute === 'string' ? attribute : undefined;
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
  const readings = readingsOf(header, wish);
  return readings.length === 0 ? undefined : readings;
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
  if (best.multiLabel) {
    const evidence = `the relation says that ${best.attributes.length} attributes are labels`;
    return [{ attribute: undefined, confidence: 0.95, evidence }];
  }
  const { name } = header.attributes[best.attributes[0]];
  const byName = best.by === 'name';
  const isLast = best.attributes[0] === header.attributes.length - 1;
  const evidence = `the nominal attribute “${name}”`;
  const first = { attribute: name, confidence: byName || isLast ? 0.95 : 0.6, evidence };
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

function claimOf(group: SplitGroup<TextFile<readonly Reading[]>>, reading: Reading): Claim {
  const { attribute, confidence, evidence } = reading;
  const title = attribute === undefined ? 'the label attributes' : `attribute “${attribute}”`;
  return {
    format: id,
    name: group.name,
    unit: 'row',
    confidence,
    evidence: ['an ARFF header', evidence],
    sources: sourcesOf(group),
    reading: { id: attribute === undefined ? 'labels' : `attribute:${attribute}`, title },
    options: attribute === undefined ? {} : { attribute },
  };
}
