// The account that lies beside an exported file whose own form has no room for it.
// Must not know export targets.

import type { ExportFile, ExportInput, StreamedContent } from '../exporters/exporter';
import { accountName } from '../ownFiles';
import { documentText, type SampleAccount } from './document';
import { requireWeights } from './weighed';

/**
 * `class_weights.npy` gets `class_weights.npy.source.json`: counts, scheme, unit, split, order, sources, date.
 * @throws RangeError where there are no weights to write.
 */
export function account(input: ExportInput, fileName: string): ExportFile {
  requireWeights(input);
  return { name: accountName(fileName), content: documentText(input) };
}

/** The same for a file of one line a sample; `more` is asked for when that is written. */
export function sampleAccount(
  input: ExportInput,
  fileName: string,
  more: () => SampleAccount,
): ExportFile {
  requireWeights(input);
  const content: StreamedContent = (write) => {
    write(documentText(input, more()));
    return Promise.resolve();
  };
  return { name: accountName(fileName), content };
}

/** A text file and its account. */
export function withAccount(
  input: ExportInput,
  fileName: string,
  content: ExportFile['content'],
): readonly ExportFile[] {
  return [{ name: fileName, content }, account(input, fileName)];
}
