// svmlight and libsvm: sparse rows `label index:value …`.
// Must not know other formats, nor how a line is counted; textLabels/svmlightReader does.

import type { Claim } from '../claims';
import type { FolderView } from '../folderView';
import { baseName, extensionOf, parentPath } from '../paths';
import { nameListsBeside, namesFor } from '../tables/nameLists';
import type { SplitGroup } from '../tables/splitGroups';
import { eachLine } from '../textLabels/eachLine';
import { plainNumber, SvmlightReader } from '../textLabels/svmlightReader';
import {
  findTextFiles,
  sourcesOf,
  type TextFile,
  type TextHead,
  unitsOf,
} from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'svmlight';

interface Found {
  readonly labels: readonly string[];
  /** Labels are fractions: a regression. */
  readonly fractions: boolean;
  /** The rows belong to queries, and the labels are grades. */
  readonly queries: boolean;
}

const own = /^\.(?:libsvm|svmlight|svm|svml|scale|binary|t|tr|val|multi|sparse)$/;
const common = /^\.(?:txt|dat|data|train|test|tst|trn|dev|valid)$/;
const row =
  /^(?:(?<labels>[+-]?[\d.][^\s:]*)(?=\s|$)|\s)\s*(?:qid:\d+(?:\s+|$))?(?<features>(?:\d+:[+-]?(?:[\d.]+(?:e[+-]?\d+)?|nan|inf)(?:\s+|$))*)$/i;

export const svmlight: LabelFormat = {
  id,
  title: 'svmlight / libsvm',
  units: ['row'],
  notes: {
    detects: 'text files of lines `label index:value index:value …` with ascending indexes',
    splits: 'file and folder names; libsvm’s `a9a` and `a9a.t` are train and test',
    remarks:
      '`+1`, `1.0` and `1` are one class; labels joined by commas make it multi-label; fractions are offered only',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles(root, signal, { id, extensions, accepts, look, alias });
    for (const group of groups) yield claimOf(group);
  },

  async plan(claim, files, folder) {
    const first = claim.sources.at(0)?.path ?? '';
    const lists = nameListsBeside(folder.at(parentPath(first)), first);
    const labels = (claim.options.labels ?? []) as readonly string[];
    const names = await namesFor(labels, lists, files, { file: first });
    return {
      classes: names?.classes ?? [],
      order: names === undefined ? 'label' : 'declared',
      multiLabel: false,
      openVocabulary: true,
      units: await unitsOf(id, claim.sources, files, {}),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    await eachLine(unit, input, tally, signal, (file) => {
      return new SvmlightReader(tally, file, unit.split);
    });
  },
};

function extensions(extension: string): boolean {
  return extension === '' || own.test(extension) || common.test(extension);
}

function accepts(name: string): boolean {
  return (
    extensionOf(name) !== '' ||
    !/^(?:readme|license|makefile|dockerfile|changelog|notice)/i.test(name)
  );
}

/** In libsvm's collection `a9a.t` is the test set of `a9a`, and `a9a.tr` its training set. */
function alias(path: string, folder: FolderView): string {
  if (path.endsWith('.t')) return `${path}est`;
  if (path.endsWith('.tr')) return `${path}ain`;
  return folder.files.includes(`${baseName(path)}.t`) ? `${path}.train` : path;
}

function look({ lines, complete }: TextHead): Found | undefined {
  const rows = lines.map((line) => line.replace(/#.*$/, '')).filter((line) => line.trim() !== '');
  if (rows.length === 0 || (rows.length < 2 && !complete) || areWordCounts(rows)) return undefined;
  const labels = new Set<string>();
  let features = 0;
  let unlabelled = 0;
  for (const text of rows) {
    const found = row.exec(text)?.groups;
    if (found === undefined || !isAscending(found.features)) return undefined;
    if (found.features !== '') features += 1;
    const joined = (found as { labels?: string }).labels;
    if (joined === undefined) unlabelled += 1;
    for (const label of joined?.split(',') ?? []) {
      const plain = plainNumber(label);
      if (plain === undefined) return undefined;
      labels.add(plain);
    }
  }
  if (features * 2 < rows.length || unlabelled * 2 > rows.length) return undefined;
  const fractions = [...labels].some((label) => !/^-?\d+$/.test(label));
  const queries = rows.some((text) => text.includes('qid:'));
  return { labels: [...labels].slice(0, 100), fractions, queries };
}

/** Topic models (LDA-C) begin a text with how many different words it has. */
function areWordCounts(rows: readonly string[]): boolean {
  const counts = rows.map((text) => text.trim().split(/\s+/).length - 1);
  return new Set(counts).size > 1 && rows.every((text, at) => parseInt(text, 10) === counts[at]);
}

function isAscending(features: string): boolean {
  let last = -1;
  for (const feature of features.trim().split(/\s+/)) {
    const index = feature === '' ? last + 1 : parseInt(feature, 10);
    if (index <= last) return false;
    last = index;
  }
  return true;
}

function claimOf(group: SplitGroup<TextFile<Found>>): Claim {
  const found = group.members.map(({ value }) => value.found);
  const fractions = found.some((one) => one.fractions);
  const queries = found.some((one) => one.queries);
  return {
    format: id,
    name: group.name,
    unit: 'row',
    confidence: fractions ? 0.3 : 0.9,
    evidence: [
      'lines of a label and index:value pairs with ascending indexes',
      ...(fractions ? ['labels are fractions, as for regression'] : []),
      ...(queries ? ['rows belong to queries: the labels are grades of relevance'] : []),
    ],
    sources: sourcesOf(group),
    options: { labels: [...new Set(found.flatMap((one) => one.labels))] },
  };
}
