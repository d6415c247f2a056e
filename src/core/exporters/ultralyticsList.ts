// A list of training images for Ultralytics, images of rare classes repeated: works in every version, without a patch.
// Must not know other targets.

import { pathLine, repeatedLines } from '../writing/sampleLines';
import type { Exporter } from './exporter';

export const ultralyticsList: Exporter = {
  id: 'ultralytics-list',
  title: 'Ultralytics balanced image list',
  description:
    'Image paths for `train:` in data.yaml, repeated by repeat factor with a threshold fitted to your data.',
  framework: 'Ultralytics',
  fileName: 'train_balanced.txt',
  rank: 76,
  perSample: true,
  files: (input, fileName) =>
    repeatedLines(input, fileName, ({ media, path, file }) => {
      if (media !== undefined) return `${pathLine(input.samples?.pathTo(media) ?? media)}\n`;
      throw new RangeError(
        `The image of “${path ?? file}” was not found in the folder, so a list of images cannot be written.`,
      );
    }),
};
