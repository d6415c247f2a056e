// Kaggle's prediction strings as ImageNet's LOC_train_solution.csv has them: `ImageId,PredictionString`, the boxes of an
// image in one cell as `label x y x y label x y x y`. Must not know other formats.

import { vocNames } from '../annotations/vocNames';
import { fieldText, type DelimitedRecord } from '../bytes/delimited';
import type { WorkUnit } from '../claims';
import type { ClassEntry } from '../model';
import { extensionIn, parentPath } from '../paths';
import { SampleCounter } from '../jsonFiles/samples';
import { isSubmissionForm } from '../tables/companions';
import type { Tally } from '../tally';
import { csvRows, type CsvReader, eachCsvRow } from '../textLabels/csvRows';
import { findTextFiles, sourcesOf, type TextHead, unitsOf } from '../textLabels/textFiles';
import { pack } from '../tables/packed';
import type { LabelFormat } from './format';

const id = 'prediction-string';

/** How the words of a cell make boxes. */
interface Pattern {
  /** Words of a box: its label and numbers. */
  readonly words: number;
  /** Where the label stands among them. */
  readonly label: number;
}

/** `label x y x y`, and Lyft's `x y z width length height yaw label`. */
const patterns: readonly Pattern[] = [
  { words: 5, label: 0 },
  { words: 8, label: 7 },
];

interface Found {
  readonly example: string;
  /** The column of the strings. */
  readonly column: number;
  readonly pattern: Pattern;
}

export const predictionString: LabelFormat = {
  id,
  title: 'Kaggle prediction strings',
  units: ['box'],
  notes: {
    detects:
      'CSV with `ImageId` and `PredictionString` of `label x y x y …` or `x y z w l h yaw label …`',
    splits: 'File names (`LOC_train_solution.csv`, `LOC_val_solution.csv`)',
    remarks:
      'Names of synsets from LOC_synset_mapping.txt. Strings with a confidence are a machine’s and not read, nor is a ' +
      'sample submission.',
  },

  async *detect(root, signal) {
    const extensions = extensionIn('.csv');
    const accepts = (name: string): boolean => !isSubmissionForm(name);
    for (const group of await findTextFiles(root, signal, { id, extensions, accepts, look })) {
      yield {
        format: id,
        name: group.name,
        unit: 'box',
        confidence: 0.95,
        evidence: ['strings of a label and the numbers of its place for each box'],
        sources: sourcesOf(group),
        options: pack(group.members[0].value.found),
      };
    }
  },

  async plan(claim, files, root) {
    const { example } = claim.options as unknown as Found;
    const folder = root.at(parentPath(claim.sources[0].path));
    const classes: readonly ClassEntry[] =
      folder === undefined ? [] : await vocNames(folder, example, files);
    return {
      classes,
      order: classes.length > 0 ? 'declared' : 'label',
      multiLabel: false,
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, claim.options),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    for (const file of unit.paths) {
      await eachCsvRow(file, input, tally, signal, readerFor(unit, file, tally));
    }
  },
};

const stringName = /^prediction_?string$/i;
/** Kuzushiji's strings stand in `labels`, where numbers alone would be joined labels. */
const labelsName = /^(?:labels|annotations|boxes)$/i;

function look({ lines }: TextHead): Found | undefined {
  const rows = csvRows(lines.slice(0, 50));
  const names = rows.at(0) ?? [];
  for (const [column, name] of names.entries()) {
    if (!stringName.test(name) && !labelsName.test(name)) continue;
    const cells = rows.slice(1).map((row) => wordsOf(row.at(column) ?? ''));
    const filled = cells.filter((words) => words.length > 0);
    const pattern = patterns.find((one) => filled.every((words) => areBoxes(words, one)));
    if (filled.length === 0 || pattern === undefined) continue;
    const labels = filled.flatMap((words) => labelsOf(words, pattern));
    if (stringName.test(name) || labels.every((label) => !Number.isFinite(Number(label)))) {
      return { example: labels[0], column, pattern };
    }
  }
  return undefined;
}

function wordsOf(cell: string): string[] {
  return cell.split(/\s+/).filter((word) => word !== '');
}

function areBoxes(words: readonly string[], { words: perBox, label }: Pattern): boolean {
  return (
    words.length % perBox === 0 &&
    words.every((word, at) => at % perBox === label || Number.isFinite(Number(word)))
  );
}

function labelsOf(words: readonly string[], { words: perBox, label }: Pattern): string[] {
  return words.filter((_, at) => at % perBox === label);
}

function readerFor(unit: WorkUnit, file: string, tally: Tally): CsvReader {
  const { column, pattern } = unit.options as unknown as Found;
  const samples = new SampleCounter(tally, 'objects');
  let image = 0;
  return {
    header: (names) => {
      image = Math.max(
        0,
        names.findIndex((name) => /^(?:image_?)?id$/i.test(name)),
      );
    },
    row: (record: DelimitedRecord) => {
      const words = wordsOf(fieldText(record, column));
      if (!areBoxes(words, pattern)) {
        const message = `The string is not made of a label and ${pattern.words - 1} numbers a box; it is not counted.`;
        const { line } = record;
        tally.problem({ code: 'not-boxes', severity: 'warning', file, line, column: 1, message });
        return;
      }
      for (const label of labelsOf(words, pattern)) samples.addText(label);
      samples.end(unit.split, file, record.line, fieldText(record, image));
    },
  };
}
