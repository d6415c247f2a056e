// Kaggle's prediction strings as ImageNet's LOC_train_solution.csv has them: `ImageId,PredictionString`, the boxes of an
// image in one cell as `label x y x y label x y x y`. Must not know other formats.

import { vocNames } from '../annotations/vocNames';
import { fieldText, type DelimitedRecord } from '../bytes/delimited';
import type { ClassEntry } from '../model';
import { extensionOf, parentPath } from '../paths';
import { SampleCounter } from '../jsonFiles/samples';
import type { Tally } from '../tally';
import { csvRows, type CsvReader, eachCsvRow } from '../textLabels/csvRows';
import { findTextFiles, sourcesOf, type TextHead, unitsOf } from '../textLabels/textFiles';
import { pack } from '../tables/packed';
import type { LabelFormat } from './format';

const id = 'prediction-string';
/** A label and the four numbers of its box. */
const perBox = 5;

interface Found {
  readonly example: string;
}

export const predictionString: LabelFormat = {
  id,
  title: 'Kaggle prediction strings',
  units: ['box'],
  notes: {
    detects: 'CSV with `ImageId` and `PredictionString` of `label x y x y …`',
    splits: 'File names (`LOC_train_solution.csv`, `LOC_val_solution.csv`)',
    remarks:
      'Names of synsets from LOC_synset_mapping.txt. Strings with a confidence are a machine’s and not read.',
  },

  async *detect(root, signal) {
    const accepts = (name: string): boolean => extensionOf(name) === '.csv';
    for (const group of await findTextFiles(root, signal, { id, accepts, look })) {
      yield {
        format: id,
        name: group.name,
        unit: 'box',
        confidence: 0.95,
        evidence: ['prediction strings of a label and four numbers a box'],
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
      units: await unitsOf(id, claim.sources, files, {}),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    for (const file of unit.paths) {
      await eachCsvRow(file, input, tally, signal, readerFor(file, unit.split, tally));
    }
  },
};

function look({ lines }: TextHead): Found | undefined {
  const rows = csvRows(lines.slice(0, 50));
  const column = rows.at(0)?.findIndex((name) => /^prediction_?string$/i.test(name)) ?? -1;
  const cells = rows.slice(1).map((row) => wordsOf(row.at(column) ?? ''));
  const filled = cells.filter((words) => words.length > 0);
  if (column < 0 || filled.length === 0 || !filled.every(areBoxes)) return undefined;
  return { example: filled[0][0] };
}

function wordsOf(cell: string): string[] {
  return cell.split(/\s+/).filter((word) => word !== '');
}

function areBoxes(words: readonly string[]): boolean {
  return (
    words.length % perBox === 0 &&
    words.every((word, at) => at % perBox === 0 || Number.isFinite(Number(word)))
  );
}

function readerFor(file: string, split: string, tally: Tally): CsvReader {
  const samples = new SampleCounter(tally, 'objects');
  let columns = { image: -1, cell: -1 };
  return {
    header: (names) => {
      columns = {
        image: names.findIndex((name) => /^image_?id$/i.test(name)),
        cell: names.findIndex((name) => /^prediction_?string$/i.test(name)),
      };
    },
    row: (record: DelimitedRecord) => {
      const words = wordsOf(fieldText(record, columns.cell));
      if (!areBoxes(words)) {
        const message =
          'The string is not made of a label and four numbers a box; it is not counted.';
        const { line } = record;
        tally.problem({ code: 'not-boxes', severity: 'warning', file, line, column: 1, message });
        return;
      }
      for (let at = 0; at < words.length; at += perBox) samples.addText(words[at]);
      samples.end(split, file, record.line, fieldText(record, Math.max(0, columns.image)));
    },
  };
}
