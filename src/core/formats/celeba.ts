// CelebA: list_attr_celeba.txt with a count, the attributes' names, and 1 or -1 for each of them an image; or the same as CSV.
// Must not know other formats.

import type { Claim } from '../claims';
import { isImage } from '../detect/media';
import type { FolderView } from '../folderView';
import { baseName, extensionIn, extensionOf, parentPath } from '../paths';
import { RowProblems } from '../tables/rowProblems';
import { eachLine } from '../textLabels/eachLine';
import { Fields, isBlank, textOf } from '../textLabels/fields';
import { ImageSplits, partitionNear, partitionSplits } from '../textLabels/imageTables';
import { covering, findTextFiles, type TextHead, unitsOf } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'celeba';
const MINUS = 45;
const ONE = 49;
const COMMA = 44;

export const celeba: LabelFormat = {
  id,
  title: 'CelebA attributes',
  units: ['image'],
  notes: {
    detects:
      '`list_attr_celeba.txt`: a count, a line of attributes, then 1 or -1 for each; Kaggle’s `list_attr_celeba.csv` beside its partition',
    splits: '`list_eval_partition.txt` or `.csv` (0 train, 1 val, 2 test)',
    remarks: 'Multi-label: an attribute is counted where it is 1.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles(root, signal, {
      id,
      extensions: extensionIn('.txt', '.csv'),
      accepts: (name) => /attr/i.test(name),
      look,
    });
    for (const { members } of groups) {
      for (const { value } of members) {
        const claim = claimOf(value.path, value.found, root);
        // Without its partition the CSV is a table of marks like any other.
        if (extensionOf(value.path) === '.txt' || claim.covers?.length === 1) yield claim;
      }
    }
  },

  async plan(claim, files) {
    const names = (claim.options.names ?? []) as readonly string[];
    return {
      classes: names.map((name) => ({ id: name, name })),
      order: 'declared',
      multiLabel: true,
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, claim.options),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const { names, partition } = unit.options as unknown as { names: string[]; partition?: string };
    const splits = new ImageSplits(partitionSplits);
    if (partition !== undefined) await splits.read(partition, input, tally, signal);
    const labels = names.map((name) => tally.labels.indexOfText(name));
    const fields = new Fields();
    await eachLine(unit, input, tally, signal, (file) => {
      const problems = new RowProblems(tally, file);
      return {
        line: (bytes, start, end, line) => {
          if (line <= (isCsv(file) ? 1 : 2) || isBlank(bytes, start, end)) return;
          const count = isCsv(file)
            ? fields.cutAt(COMMA, bytes, start, end)
            : fields.cutBlanks(bytes, start, end);
          const { starts, ends } = fields;
          if (count !== labels.length + 1) {
            problems.add('ragged-row', 'warning', { line, column: 1 }, () => {
              return `The line has ${count - 1} values where ${labels.length} attributes are declared; it is not counted.`;
            });
            return;
          }
          const split = tally.split(splits.of(bytes, starts[0], ends[0]) ?? unit.split);
          split.samples += 1;
          let held = 0;
          for (let at = 0; at < labels.length; at++) {
            if (bytes[starts[at + 1]] !== ONE) continue;
            split.add(labels[at]);
            held += 1;
          }
          if (held === 0) split.unlabelled += 1;
          split.recorder?.end(file, line, textOf(bytes, starts[0], ends[0]));
        },
        end: () => {
          problems.end();
        },
      };
    });
  },
};

function isCsv(file: string): boolean {
  return extensionOf(file) === '.csv';
}

/** The attributes' names. */
function look({ path, lines }: TextHead): readonly string[] | undefined {
  const cells = (line: string): string[] => line.trim().split(isCsv(path) ? ',' : /\s+/);
  // The CSV has no count, and a name for the column of images.
  const [first = '', ...below] = lines;
  const [header = '', ...rows] = isCsv(path) ? [first, ...below] : below;
  const names = isCsv(path) ? cells(header).slice(1) : cells(header);
  if (!isCsv(path) && !/^\s*\d+\s*$/.test(first)) return undefined;
  if (names.length < 2 || rows.length === 0) return undefined;
  const sound = rows
    .filter((row) => row.trim() !== '')
    .slice(0, 50)
    .every((row) => {
      const [image, ...values] = cells(row);
      const marks = values.every(
        (value) => value === '1' || value === `${String.fromCharCode(MINUS)}1` || value === '0',
      );
      return isImage(image) && marks && values.length === names.length;
    });
  return sound ? names : undefined;
}

function claimOf(path: string, names: readonly string[], root: FolderView): Claim {
  const partition = partitionNear(root.at(parentPath(path)), extensionOf(path));
  return {
    format: id,
    name: baseName(path),
    unit: 'image',
    confidence: 0.95,
    evidence: [`${names.length} attributes, 1 or -1 for each image`],
    sources: [{ path, kind: 'file', split: 'all' }],
    covers: covering(partition === undefined ? [] : [partition]),
    options: partition === undefined ? { names } : { names, partition },
  };
}
