// Which files may hold a table of labels, by their names alone.
// Must not know what is in them.

import { isNamesFile } from '../detect/namesFile';
import { extensionOf } from '../paths';

const tableExtensions = /^\.(?:csv|tsv|psv|tab)$/;
const textExtensions = /^\.(?:txt|data|dat)$/;
const never =
  /^(?:requirements|readme|license|licence|changelog|notice|authors|contributors|robots|cmakelists|copying|todo|notes|class[_-]?weights?|class[_-]?counts?|sample[_-]?submission|submission)(?=[._\-\d]|$)|(?:^|[_-])submission[_-]?\d*\./i;
const listWords = /train|val|test|dev|label|annot|list|class|meta|data|gt|index|split/i;
/** A folder with more files is one of many small files, one a sample; only files named like a list are looked at. */
const fewFiles = 300;

/** True for names that are worth opening; `beside` is the number of files in the folder. */
export function mayHoldTable(name: string, beside: number): boolean {
  const extension = extensionOf(name);
  const table = tableExtensions.test(extension);
  if (!table && !textExtensions.test(extension)) return false;
  if (never.test(name) || name.startsWith('.')) return false;
  if (!table && isNamesFile(name)) return false;
  return beside <= fewFiles || (listWords.test(name) && !/^\D{0,3}\d+\./.test(name));
}

const listExtensions = /^\.(?:txt|lst|list)$/;
const otherLists =
  /partition|bbox|landmark|keypoint|pairs|train_test_split|_test_split\d|iden_split|imagesets|(?:^|[._-])(?:gt|det|seqinfo|attr|sizes?|poses?|pose|calib|timestamps)(?=[._-])/i;

/** True for names that may be a list of paths and labels. */
export function mayHoldList(name: string, beside: number): boolean {
  if (!listExtensions.test(extensionOf(name)) || isNamesFile(name)) return false;
  if (never.test(name) || otherLists.test(name) || name.startsWith('.')) return false;
  return beside <= fewFiles || (listWords.test(name) && !/^\D{0,3}\d+\./.test(name));
}
