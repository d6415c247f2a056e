// Which files may hold a table of labels, by their names alone.
// Must not know what is in them.

import { isNamesFile } from '../detect/namesFile';
import { extensionOf } from '../paths';

const tableExtensions = /^\.(?:csv|tsv|psv|tab)$/;
/** UCI's tables carry the split or nothing in their extension. */
const textExtensions =
  /^\.(?:txt|data(?:[-_]numeric|_10_percent|_corrected)*|dat|all-data|labels?|train|test[ab]?|dev|valid|tra|tes|trn|tst)$/;
const bareNames = /(?:metadata|collection|labels?|annotations?)$/i;
const never =
  /^(?:requirements|readme|license|licence|changelog|notice|authors|contributors|robots|cmakelists|copying|todo|notes|class[_-]?weights?|class[_-]?counts?|sample[_-]?submission|submission)(?=[._\-\d]|$)|(?:^|[_-])submission[_-]?\d*\.|(?:^|[_-])(?:decision[_-]results?|anomaly[_-]scores?)[_.-]/i;
const listWords = /train|val|test|dev|label|annot|list|class|meta|data|gt|index|split/i;
/** A folder with more files is one of many small files, one a sample; only files named like a list are looked at. */
const fewFiles = 300;

/** The name of one of many samples: short, and a number. */
const numbered = /^\D{0,3}\d+\./;

/** True for names that are worth opening; `beside` is the number of files in the folder. */
export function mayHoldTable(name: string, beside: number): boolean {
  if (beside > fewFiles && numbered.test(name)) return false;
  const extension = extensionOf(name);
  const table = tableExtensions.test(extension);
  const text = extension === '' ? bareNames.test(name) : textExtensions.test(extension);
  if (!table && !text) return false;
  if (never.test(name) || name.startsWith('.')) return false;
  if (!table && isNamesFile(name)) return false;
  return beside <= fewFiles || listWords.test(name);
}

const labelLines =
  /^(?:labels?|targets?|y|gt|classes)(?:[._-](?:train|test|val|valid|dev|all)\w*)?(?:\.(?:txt|csv))?$|^(?:train|test|val|valid|dev|y)[._-]?(?:labels?|y|targets?)?[._-]?(?:train|test|val|valid)?\.(?:labels?|txt)$|(?:labels?|ground_?truth)\.(?:txt|labels?|csv)$/i;

/** True for names of files that hold the labels of samples told elsewhere, one a line: `y_train.txt`, `train.labels`. */
export function isLabelLines(name: string): boolean {
  return labelLines.test(name) && !isNamesFile(name);
}

const splitWord = /(?:^|[._-])(?:train|test|val|valid|dev)(?=\.[a-z]+$)/i;
/** Letters of `_train`. */
const longestSplit = 6;

/** True where another file differs from this one in the word of a split alone, or has one in addition: `hr_test.csv` beside `hr.csv`. */
export function isPartHeldOut(name: string, others: readonly string[]): boolean {
  const stem = name.replace(splitWord, '');
  const ending = name.slice(name.lastIndexOf('.'));
  return others.some((other) => {
    if (other === name || !other.endsWith(ending)) return false;
    if (Math.abs(other.length - name.length) > longestSplit) return false;
    const isSplit = splitWord.test(other) || splitWord.test(name);
    return isSplit && other.replace(splitWord, '') === stem;
  });
}

const listExtensions = /^\.(?:txt|lst|list)$/;
const otherLists =
  /partition|bbox|landmark|keypoint|pairs|train_test_split|_test_split\d|iden_split|imagesets|(?:^|[._-])(?:gt|det|seqinfo|attr|sizes?|poses?|pose|calib|timestamps)(?=[._-])/i;

/** True for names that may be a list of paths and labels. */
export function mayHoldList(name: string, beside: number): boolean {
  if (beside > fewFiles && numbered.test(name)) return false;
  if (!listExtensions.test(extensionOf(name))) return false;
  if (never.test(name) || otherLists.test(name) || name.startsWith('.')) return false;
  return beside <= fewFiles || listWords.test(name);
}
