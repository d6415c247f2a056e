// A list of “path label” lines with samples of rare classes repeated, for trainers that read such lists.
// Must not know other targets.

import { pathLine, repeatedLines } from '../writing/sampleLines';
import type { Exporter } from './exporter';

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
    repeatedLines(input, fileName, ({ media, path, file, line, classes }) => {
      const written = path ?? (media === undefined ? undefined : input.samples?.pathTo(media));
      if (written !== undefined) return `${[pathLine(written), ...classes].join(' ')}\n`;
      throw new RangeError(
        `The sample in “${file}”${line === undefined ? '' : `, line ${line},`} has no file of its own, so it cannot be listed.`,
      );
    }),
};
