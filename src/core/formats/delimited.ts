// CSV, TSV, PSV and semicolon tables: one row a sample (or a box), the label in a column or one column a class.
// Must not know how a label column is recognised; tables/ does.

import type { Claim, Plan, Source, SourceRule, WorkUnit } from '../claims';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { groupColumn } from '../groups/grouping';
import type { ClassEntry } from '../model';
import { baseName, extensionOf, isPacked, parentPath } from '../paths';
import type { ByteInput } from '../ports';
import type { Problem } from '../problems';
import { type DelimitedSample, type RowLayout, sampleDelimited } from '../tables/delimitedSample';
import { described, isDescribedTable } from '../tables/columnDescription';
import { isSubmissionForm, type Neighbour, readTogether } from '../tables/companions';
import { isAlone, isDoubtful, isOtherText, sureOf } from '../tables/doubtfulTables';
import { feedRecords } from '../tables/feedRecords';
import { furtherSlices } from '../tables/furtherSlices';
import { splitLabels } from '../tables/multiLabel';
import {
  blankColumns,
  columnsOf,
  placeOf,
  recipesOf,
  widerTwin,
  withoutBlank,
} from '../tables/memberRecipes';
import { nameListsBeside, namesFor, someLabels } from '../tables/nameLists';
import { pack } from '../tables/packed';
import type { RowRecipe, TableReading } from '../tables/recipe';
import {
  areCalledAsMedia,
  recordingPaths,
  type RecordingTable,
  tellsEvents,
} from '../tables/recordings';
import { groupBySplit, splitKeyOf, type SplitGroup } from '../tables/splitGroups';
import { joinFolders, picturesOf } from '../tables/sameTables';
import { isLabelLines, isPartHeldOut, mayHoldTable } from '../tables/tableFiles';
import { keptShort, readShards, type Shard, shardsKept } from '../tables/shards';
import { TableReader } from '../tables/tableReader';
import { readLabelLines, readTable } from '../tables/tableReading';
import type { TableSample } from '../tables/tableSample';
import { areOfTexts } from '../tables/textsBeside';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'delimited';

/** In a folder of more files than this, the first {@link shortHead} bytes of each must do. */
const manyFiles = 50;
const shortHead = 16 * 1024;

/** What detection learned of one file. */
interface Table extends Shard, RecordingTable {
  readonly header: readonly string[];
  /** The names of the classes 0, 1 … where the table begins with them. */
  readonly classes: readonly string[] | undefined;
  readonly layout: RowLayout;
  readonly pictures: readonly string[];
  /** Columns in which every row has a word for nothing. */
  readonly blank: readonly string[];
  /** The column that rows are grouped by, as the user names it. */
  readonly group?: string;
}

/** Notes from detection to plan. */
interface ClaimNotes {
  readonly recipe: RowRecipe;
  /** For each file, where their columns differ. */
  readonly recipes?: Readonly<Record<string, RowRecipe>>;
  readonly openVocabulary: boolean;
  readonly multiLabel: boolean;
  readonly layouts: Readonly<Record<string, RowLayout>>;
  /** Some of the labels, to find their names with. */
  readonly labels: readonly string[];
  /** The name of the label column, where there is one. */
  readonly column?: string | undefined;
  readonly leftOut: readonly string[];
  readonly classes?: readonly string[];
}

/** Notes from plan to count. */
interface UnitNotes {
  readonly recipe: RowRecipe;
  readonly layout: RowLayout;
}

export const delimited: LabelFormat = {
  id,
  title: 'Delimited table',
  units: ['row', 'image', 'document', 'clip', 'box', 'instance'],
  notes: {
    detects:
      'CSV, TSV, `;` and `|` tables (also .gz) with a label column, one-hot columns, or a box a row; Orange’s `.tab` with its rows of types and roles',
    splits:
      'a split column, file and folder names (`train.csv`, `val.csv`), or folders of the paths in a column',
    remarks: 'several label-like columns: the best is counted, the others are offered as readings',
  },
  detect,
  plan,
  countsRanges,
  count,
};

/** Folders of what was handed in: a machine's answers. */
const answerFolders = /^(?:my_?)?(?:submissions?|predictions?|preds)$/i;

async function* detect(root: FolderView, signal: AbortSignal): AsyncGenerator<Claim> {
  const tables: Table[] = [];
  for (const folder of root.walk()) {
    if (answerFolders.test(folder.name)) continue;
    const found: (Table & Neighbour)[] = [];
    for (const name of folder.labelFiles) {
      const rule = folder.ruleFor(name);
      const may = mayHoldTable(name, folder.files.length) || isDescribedTable(folder, name);
      if (!may && rule?.format !== id) continue;
      signal.throwIfAborted();
      const table = await lookedAt({ folder, name }, signal, () => lookAt(folder, name, rule));
      if (table !== undefined) found.push(table);
    }
    const areRecorded = areCalledAsMedia(found, folder);
    const together = readTogether(found, found.length > 0 ? await formsBeside(folder) : []);
    tables.push(
      // Without the sample: those of all folders would fill the memory.
      ...found.map(({ sample, ...table }, at) => ({
        ...table,
        readings: together[at],
        recorded: areRecorded,
        ...(at < shardsKept && keptShort({ ...table, sample }, together[at])),
      })),
    );
  }
  yield* claimsOf(tables);
}

/** The columns of what is to be handed in, said by a form in the folder or in the one above. */
async function formsBeside(folder: FolderView): Promise<string[][]> {
  const forms: string[][] = [];
  for (const at of folder.parent === undefined ? [folder] : [folder, folder.parent]) {
    for (const name of at.labelFiles.filter(isSubmissionForm)) {
      const head = await at.textHead(name);
      const found = head && sampleDelimited(head.bytes, head.complete);
      if (found?.layout.header) forms.push([...found.sample.header]);
    }
  }
  return forms;
}

async function lookAt(
  folder: FolderView,
  name: string,
  rule: SourceRule | undefined,
): Promise<(Table & Neighbour) | undefined> {
  if (rule?.format !== undefined && rule.format !== id) return undefined;
  const found = await sampleIn(folder, name);
  if (found === undefined) return undefined;
  const { layout } = found;
  const ofLabels = /^(?:\w+[_-])?(?:labels?|annotations?|classes)\.\w+$/i.test(name);
  const asFound: TableSample = {
    ...found.sample,
    ...(ofLabels && { ofLabels }),
    ...(isPartHeldOut(name, folder.labelFiles) && { heldOut: true }),
  };
  const sample = await described(asFound, folder, name);
  const lone = layout.columns === 1 && isLabelLines(name);
  const loose = !/^\.(?:csv|tsv|psv|tab)$/.test(extensionOf(name));
  const doubtful = isDoubtful(found, loose, lone) || !isAlone(folder, name, found);
  if (rule === undefined && doubtful) return undefined;
  const all = lone
    ? await readOneColumn(folder, name, sample, rule?.reading)
    : readTable(sample, rule?.reading);
  const readings = loose && rule === undefined ? sureOf(all, name) : all;
  const path = folder.pathOf(name);
  const group = groupColumn(folder.groupFor(name));
  const { header, classes } = sample;
  const [rows, pictures] = [sample.rows.length, picturesOf(sample, readings)];
  const [blank, events] = [blankColumns(sample), tellsEvents(sample)];
  const table = { path, header, classes, readings, layout, sample, rows, pictures, blank, events };
  return group === undefined ? table : { ...table, group };
}

/** The first rows, and some from further on. */
async function sampleIn(folder: FolderView, name: string): Promise<DelimitedSample | undefined> {
  const head = await folder.textHead(name);
  if (head === undefined || isOtherText(head.bytes)) return undefined;
  const few = folder.files.length <= manyFiles;
  const bytes = few ? head.bytes : head.bytes.subarray(0, shortHead);
  const complete = head.complete && bytes.length === head.bytes.length;
  const slices = few ? await furtherSlices(folder, name, head) : [];
  return sampleDelimited(bytes, complete, slices);
}

/** A column that its name calls a label, else the labels of what other files hold. */
async function readOneColumn(
  folder: FolderView,
  name: string,
  sample: TableSample,
  wanted: string | undefined,
): Promise<TableReading[]> {
  const named = sample.named ? readTable(sample, wanted) : [];
  if (named.length > 0) return named;
  const lines = readLabelLines(sample);
  const ofTexts = lines.length > 0 && (await areOfTexts(folder, name));
  return ofTexts ? lines.map((line) => ({ ...line, unit: 'document' })) : lines;
}

function* claimsOf(tables: readonly Table[]): Generator<Claim> {
  const paths = new Set(tables.map(({ path }) => path));
  const recordings = recordingPaths(tables, columnsOf);
  const files = tables.map((table) => ({
    path: table.path,
    placed: recordings.get(table) ?? placeOf(table.path, paths),
    signature: columnsOf(widerTwin(table, tables) ?? table),
    value: table,
  }));
  const groups = joinFolders(groupBySplit(files));
  for (const group of groups) {
    const readings = readShards(group.members.map(({ value }) => value));
    for (const reading of readings) yield claimOf(group, reading, groups);
  }
}

function claimOf(
  group: SplitGroup<Table>,
  reading: TableReading,
  groups: readonly SplitGroup<Table>[],
): Claim {
  const tables = group.members.map(({ value }) => value);
  const recipes = recipesOf(tables, reading);
  const read = group.members.filter(({ path }) => recipes === undefined || path in recipes);
  const filled = withoutBlank(read, reading);
  const members = filled.length > 0 ? filled : read;
  const lead = members.at(0) ?? group.members[0];
  const leftOut = [
    ...withoutLabel(group, lead.value, recipes?.[lead.path] ?? reading.recipe, groups),
    ...tables.flatMap(({ path }) => (members.some((one) => one.path === path) ? [] : [path])),
  ];
  const { classes } = group.members[0].value;
  const { label } = recipes?.[lead.path] ?? reading.recipe;
  const notes: ClaimNotes = {
    recipe: { ...reading.recipe, ...groupIn(group) },
    openVocabulary: reading.openVocabulary,
    multiLabel: reading.multiLabel,
    ...(recipes === undefined ? {} : { recipes }),
    layouts: Object.fromEntries(group.members.map(({ path, value }) => [path, value.layout])),
    labels: someLabels(singleLabels(reading)),
    ...(label.kind === 'column' ? { column: lead.value.header.at(label.column) } : {}),
    leftOut,
    ...(classes === undefined || reading.id !== 'column:target' ? {} : { classes }),
  };
  return {
    format: id,
    name: group.name,
    unit: reading.unit,
    confidence: confidenceIn(reading, group, groups),
    evidence: reading.evidence,
    sources: members.map(({ path, split }): Source => ({ path, kind: 'file', split })),
    covers: leftOut.map((path): Source => ({ path, kind: 'file', split: splitKeyOf(path).split })),
    reading: { id: reading.id, title: reading.title },
    options: pack(notes),
  };
}

/** The labels met, joined ones apart. */
function singleLabels({ recipe, labels }: TableReading): Iterable<string> {
  const join = recipe.label.kind === 'column' ? recipe.label.join : null;
  return join === null ? labels : new Set(labels.flatMap((cell) => splitLabels(cell, join)));
}

/** Where the column stands that rows are grouped by; a table without it has none. */
function groupIn({ members }: SplitGroup<Table>): Pick<RowRecipe, 'group'> {
  const table = members.at(0)?.value;
  if (table?.group === undefined) return {};
  const column = table.header.indexOf(table.group);
  return column < 0 ? {} : { group: column };
}

/** VGGFace2 lists the same faces twice, by box and by landmark: the boxes are counted, the landmarks offered. */
function confidenceIn(
  reading: TableReading,
  group: SplitGroup<Table>,
  groups: readonly SplitGroup<Table>[],
): number {
  const { label } = reading.recipe;
  if (label.kind !== 'column' || !label.folder) return reading.confidence;
  const folder = parentPath(group.key);
  const better = groups.some((other) => {
    const best = other.members.at(0)?.value.readings.at(0);
    return parentPath(other.key) === folder && (best?.confidence ?? 0) > reading.confidence;
  });
  return better ? Math.min(reading.confidence, 0.4) : reading.confidence;
}

/** Files beside the group that are the same table without the label, such as the test set of a competition. */
function withoutLabel(
  group: SplitGroup<Table>,
  { header }: Table,
  { label }: RowRecipe,
  groups: readonly SplitGroup<Table>[],
): string[] {
  const columns =
    label.kind === 'column' ? [label.column] : label.columns.map(({ column }) => column);
  const labels = new Set(columns.map((column) => header.at(column)));
  const known = new Set(header);
  return groups
    .filter((other) => other !== group && other.key === group.key)
    .flatMap((other) => other.members)
    .filter(({ value }) => {
      const lacks = !value.header.some((name) => labels.has(name));
      return value.layout.header && lacks && value.header.every((name) => known.has(name));
    })
    .map(({ path }) => path);
}

async function plan(claim: Claim, files: ByteInput, folder: FolderView): Promise<Plan> {
  const notes = claim.options as unknown as ClaimNotes;
  const { label } = notes.recipe;
  const classes =
    label.kind === 'one-hot'
      ? label.columns.map(({ name }): ClassEntry => ({ id: name, name }))
      : await namesOf(claim, notes, files, folder);
  return {
    classes,
    order: classes.length > 0 ? 'declared' : 'label',
    multiLabel: notes.multiLabel,
    openVocabulary: notes.openVocabulary,
    units: await Promise.all(claim.sources.map((source) => unitOf(source, notes, files))),
    problems: notes.leftOut.map(noLabelColumn),
  };
}

function noLabelColumn(file: string): Problem {
  const message = `${baseName(file)} has no label column; it is left out.`;
  return { code: 'no-label-column', severity: 'information', file, message };
}

async function namesOf(
  claim: Claim,
  notes: ClaimNotes,
  files: ByteInput,
  folder: FolderView,
): Promise<readonly ClassEntry[]> {
  const { classes } = notes;
  if (classes !== undefined) return classes.map((name, at) => ({ id: at.toString(), name }));
  const path = claim.sources.at(0)?.path ?? '';
  const lists = nameListsBeside(folder.at(parentPath(path)), path);
  return (
    (await namesFor(notes.labels, lists, files, { file: path, column: notes.column }))?.classes ??
    []
  );
}

async function unitOf(source: Source, notes: ClaimNotes, files: ByteInput): Promise<WorkUnit> {
  const { recipe, recipes, layouts } = notes;
  const unit: UnitNotes = {
    recipe: recipes?.[source.path] ?? recipe,
    layout: layouts[source.path],
  };
  const bytes = await files.size(source.path);
  return { format: id, split: source.split, paths: [source.path], bytes, options: pack(unit) };
}

/** Rows that know nothing of each other, in a text whose line ends are bytes of their own. */
function countsRanges({ paths, options }: WorkUnit): boolean {
  const { recipe, layout } = options as unknown as UnitNotes;
  const isAlone = recipe.label.kind === 'column' && recipe.image.length === 0;
  return isAlone && layout.encoding === 'utf-8' && paths.every((path) => !isPacked(path));
}

async function count(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const { recipe, layout } = unit.options as unknown as UnitNotes;
  for (const file of unit.paths) {
    const { range } = unit;
    const isBehind = range !== undefined && range.start > 0;
    const read = isBehind ? { ...layout, header: false, skipLines: 0 } : layout;
    const rows = new TableReader(recipe, read, { tally, file, split: unit.split });
    const how = { reader: rows, cells: rows.cells, encoding: layout.encoding, signal, range };
    tally.range = await feedRecords(input, file, how);
    if (!isBehind) remark(tally, file, layout, rows.records);
  }
}

function remark(tally: Tally, file: string, layout: RowLayout, records: number): void {
  if (records <= (layout.header ? 1 : 0)) {
    const message = records === 0 ? 'The file is empty.' : 'The file has a header and no rows.';
    tally.problem({ code: 'no-rows', severity: 'warning', file, message });
  }
  if (layout.encoding === 'windows-1252') {
    const message = 'The file is no UTF-8; it was read as Windows-1252 (Latin-1).';
    tally.problem({ code: 'not-utf-8', severity: 'warning', file, message });
  }
}
