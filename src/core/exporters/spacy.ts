// spaCy has no class weights: repeats of examples instead.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { uniqueNames } from '../writing/names';
import { pythonDict } from '../writing/python';
import { header, quoted } from '../writing/text';
import type { WeightRow } from '../weights/scheme';
import type { ExportInput, Exporter } from './exporter';

export const spacy: Exporter = {
  id: 'spacy',
  title: 'spaCy',
  description:
    'There are no class weights in spaCy; this repeats training examples by the weight of their label.',
  framework: 'Text',
  fileName: 'class_repeats_spacy.py',
  rank: 86,
  files: (input, fileName) => withAccount(input, fileName, code(input)),
  snippet: (input) => ({ language: 'python', text: code(input) }),
};

/** Weight against that of the heaviest-sampled class, rounded, at least 1: the class with the smallest weight once. */
function repeats(row: WeightRow, least: number): number {
  return row.empty ? 1 : Math.max(1, Math.round(row.weight / least));
}

function code(input: ExportInput): string {
  const { rows } = input.table;
  const names = uniqueNames(rows);
  const least = rows.reduce((min, row) => (row.empty ? min : Math.min(min, row.weight)), Infinity);
  return `${header(input, '#')}
#: How often an example of each label goes into the training corpus.
REPEATS = ${pythonDict(rows, (row) => `${quoted(names[row.index])}: ${repeats(row, least)}`)}


def balanced(examples, label_of):
    """Yields each example as often as its label says; label_of(example) gives the label. For training data only."""
    for example in examples:
        for _ in range(REPEATS[label_of(example)]):
            yield example
`;
}
