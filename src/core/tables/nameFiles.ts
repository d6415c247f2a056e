// Names for ids that stand in a structured file beside the labels: a JSON map, a dataset card, an index of sound classes.
// Must not know which labels ask; plain lists are nameLists' matter.

import { parseLabelMap } from '../detect/labelMap';
import { readFeatureNames } from '../columnar/featureNames';
import type { ClassEntry } from '../model';
import { baseName, isBelow, parentPath } from '../paths';
import { namesInTable } from './nameTables';
import { cardFeatures } from './datasetCard';

const mapName =
  /(?:^|[_-])(?:id2label|class_index|class_indices|class_to_idx|idx_to_class|index_to_name|cat_to_name|classes)\.json$|(?:label|class|category|categories|disease|intent|emotion)s?[\w-]*(?:_map|map|mapping|_names|names|_dict)\.json$|^rel(?:ation)?s?_(?:info|names?)\.json$|^(?:dataset_meta|labels|classes|categories|class_names|label_names|id2label|label2id)\.json$/i;
const cardName = /^(?:readme\.md|dataset_infos?\.json)$/i;
const indexName = /^class_labels_indices\w*\.csv$/i;
const labelMapName = /(?:label|class|categor|action|map).*\.pbtxt$/i;
const classMapName = /^(?:(\w+?)[_-])?class_?map\.csv$/i;
const tableName =
  /^(?:class(?:es)?|labels?|categor(?:y|ies)|species|sign_?names?|(?:class|label|category)_?(?:names?|list|labels?|ids?|index))\.csv$/i;
/** `SignList_ClassId_TR_EN.csv` (AUTSL): what is listed by number, and the languages of the names. */
const languagesName = /^[a-z]\w*_class_?ids?(?:_[a-z]{2})*\.csv$/i;
/** `keypoint_classifier_label.csv` beside `keypoint.csv`: a name a line. */
const linesName = /^[a-z]\w*_labels?\.csv$/i;
/** `intent_info.csv`: two columns, of which the first is called as that of the labels. */
const pairName =
  /^(?:[a-z]\w*[_-])?(?:info|names?|map(?:ping)?|dict(?:ionary)?|index|lookup|classes|labels|categories)\.csv$/i;
const objectName = /^objectinfo150\.(?:txt|csv)$/i;

/** True for the usual names of such files. */
export function isNameMap(name: string): boolean {
  return [
    ...[mapName, cardName, indexName, labelMapName, objectName, classMapName],
    ...[tableName, pairName, languagesName, linesName],
  ].some((names) => names.test(name));
}

/** Class names, of one column where the file says which. */
export interface NamedFeature {
  readonly column?: string;
  readonly classes: readonly ClassEntry[];
}

/** What the labels that ask are: the path of their file, and their column where it has columns. */
export interface NamesWanted {
  readonly file: string;
  readonly column?: string | undefined;
}

/** The lists of names that the text of such a file holds for a label file; none where it holds something else. */
export async function namesInFile(
  path: string,
  text: string,
  { file, column }: NamesWanted,
): Promise<readonly (readonly ClassEntry[])[]> {
  const name = baseName(path);
  if (indexName.test(name)) return [soundNames(text)];
  const classMap = classMapName.exec(name);
  if (classMap !== null) {
    // `k49_classmap.csv` beside `kmnist-train-labels.npz` is of others.
    const isOwn = baseName(file).startsWith((classMap as readonly (string | undefined)[])[1] ?? '');
    return isOwn ? [classMapNames(text)] : [];
  }
  if (linesName.test(name) && isLedBy(name, file)) return [numbered(linesIn(text))];
  if (
    languagesName.test(name) ||
    tableName.test(name) ||
    (pairName.test(name) && isOfColumn(text, column))
  )
    return [namesInTable(text)];
  if (objectName.test(name)) return [objectNames(text)];
  if (labelMapName.test(name)) return [parseLabelMap(text)];
  if (/^readme\.md$/i.test(name)) {
    const folder = parentPath(path);
    if (!isBelow(file, folder)) return [];
    const below = folder === '' ? file : file.slice(folder.length + 1);
    return ofColumn(await cardFeatures(text, below), column);
  }
  if (/^dataset_infos?\.json$/i.test(name)) {
    const features = Object.entries(readFeatureNames(infoIn(text)));
    return ofColumn(
      features.map(([one, names]) => ({ column: one, classes: numbered(names) })),
      column,
    );
  }
  return [mapNames(text)];
}

/** Of a `dataset_infos.json`, which older data sets have, that of the one configuration it tells of. */
function infoIn(text: string): string {
  const infos = parsed(text);
  if (typeof infos !== 'object' || infos === null || Object.hasOwn(infos, 'features')) return text;
  const [first, ...others] = Object.values(infos) as readonly unknown[];
  return first === undefined || others.length > 0 ? text : JSON.stringify(first);
}

/** Of several features only that of the column; a single one may have another name. */
function ofColumn(
  features: readonly NamedFeature[],
  column: string | undefined,
): (readonly ClassEntry[])[] {
  const own = column === undefined ? features : features.filter((one) => one.column === column);
  const found = own.length === 0 && features.length === 1 ? features : own;
  return found.map(({ classes }) => classes);
}

function numbered(names: readonly string[]): ClassEntry[] {
  return names.map((name, at) => ({ id: at.toString(), name }));
}

/** `{"0": "cat"}`, `{"cat": 0}`, `{"0": ["n01440764", "tench"]}` or `["cat", "dog"]`. */
function mapNames(text: string): ClassEntry[] {
  const value = namesWithin(parsed(text));
  if (Array.isArray(value)) {
    const names: readonly unknown[] = value;
    return names.every((name) => typeof name === 'string') ? numbered(names) : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value).flatMap(([key, one]: [string, unknown]): ClassEntry[] => {
    const last: unknown = Array.isArray(one) ? one.at(-1) : one;
    if (Number.isInteger(last)) return [{ id: String(last), name: key }];
    if (typeof last !== 'string') return [];
    // {"cat": "3"} names 3 as much as {"3": "cat"} does.
    return /^\d+$/.test(last) && !/^\d+$/.test(key)
      ? [{ id: last, name: key }]
      : [{ id: key, name: last }];
  });
  return entries.length === Object.keys(value).length ? entries.toSorted(byNumber) : [];
}

/** Of Datumaro's `{"labels": ["cat"], "label_map": {"0": "cat"}, …}` what names the classes; any other value itself. */
function namesWithin(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const { label_map: map, labels } = value as Readonly<Record<string, unknown>>;
  return typeof map === 'object' && map !== null ? map : Array.isArray(labels) ? labels : value;
}

/** `keypoint_classifier_label.csv` of `keypoint.csv`. */
function isLedBy(name: string, file: string): boolean {
  const stem = baseName(file).replace(/\.[^.]*$/, '');
  return stem.length >= 3 && name !== baseName(file) && name.startsWith(`${stem}_`);
}

/** The lines of a table of one column; none of another, and none where two are alike. */
function linesIn(text: string): string[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => line.trim());
  const names = lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  const areNames = names.every((name) => name !== '' && name.length <= 100 && !/[,;\t]/.test(name));
  return areNames && new Set(names).size === names.length ? names : [];
}

function byNumber(a: ClassEntry, b: ClassEntry): number {
  return Number(a.id) - Number(b.id) || 0;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Names are a help only.
    return undefined;
  }
}

/** `intent_class,intent_name` where labels stand in a column `intent_class`. */
function isOfColumn(text: string, column: string | undefined): boolean {
  const [header] = text.split(/\r?\n/, 1);
  const cells = header.split(',').map((cell) => cell.trim());
  return cells.length === 2 && cells[0] === column;
}

/** `index,mid,display_name` of AudioSet: labels are mids. */
function soundNames(text: string): ClassEntry[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const match = /^\d+,(?<id>[^,]+),(?:"(?<quoted>.*)"|(?<plain>.*))$/.exec(line);
    if (match?.groups === undefined) return [];
    const { id, quoted, plain } = match.groups as Record<string, string | undefined>;
    return id === undefined ? [] : [{ id, name: (quoted ?? plain ?? id).replaceAll('""', '"') }];
  });
}

/** `index,codepoint,char` of Kuzushiji: an index first, what it stands for last. */
function classMapNames(text: string): ClassEntry[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [id, ...cells] = line.split(',').map((cell) => cell.trim());
    const name = cells.at(-1) ?? '';
    return /^\d+$/.test(id) && name !== '' ? [{ id, name }] : [];
  });
}

/** `Idx Ratio Train Val Stuff Name` of ADE20K's scene parsing; ids count from 1, 0 is none of them. */
function objectNames(text: string): ClassEntry[] {
  const row = /^(\d+)(?:[\s,]+[\d.]+){3}[\s,]+\d+[\s,]+([^\s,].*)$/;
  const named = text.split(/\r?\n/).flatMap((line) => {
    const match = row.exec(line.trim());
    return match === null ? [] : [{ id: match[1], name: match[2].replace(/^"|"$/g, '') }];
  });
  return named.length === 0 ? [] : [{ id: '0', name: '0' }, ...named];
}
