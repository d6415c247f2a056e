// A list of “path label” lines with samples of rare classes repeated, for trainers that read such lists.
// Must not know other targets.

import { pathLine, repeatedLines } from '../writing/sampleLines';
import type { ClassSample } from '../collectSamples';
import type { Exporter, ExportInput } from './exporter';

export const repeatList: Exporter = {
  id: 'repeat-list',
  title: 'Balanced path and label list',
  description:
    'Lines of a path and its class index (several with blanks between them), repeated by repeat factor.',
  framework: 'General',
  fileName: 'train_balanced_labels.txt',
  rank: 23,
  perSample: true,
  files: (input, fileName) =>
    repeatedLines(input, fileName, (sample) => {
      const { path, file, line, classes } = sample;
      const written = path ?? mediaPath(sample, input);
      if (written !== undefined) return `${[pathLine(written), ...classes].join(' ')}\n`;
      throw new RangeError(
        `The sample in “${file}”${line === undefined ? '' : `, line ${line},`} has no file of its own, so it cannot be listed.`,
      );
    }),
};

/** Asked for only where the labels write no path. */
function mediaPath({ media }: ClassSample, { samples }: ExportInput): string | undefined {
  return media === undefined ? undefined : samples?.pathTo(media);
}
