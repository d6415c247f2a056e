// class_image_count.json, which Detectron2's federated loss reads from the metadata of a dataset.
// Must not know other targets.

import { withAccount } from '../writing/account';
import { requireImages } from '../writing/samples';
import type { Exporter } from './exporter';

export const detectron2ImageCount: Exporter = {
  id: 'detectron2-image-count',
  title: 'Detectron2 class_image_count',
  description:
    'Images per class as JSON, in class order: MetadataCatalog.get(name).set(class_image_count=json.load(file)).',
  framework: 'Detectron2',
  fileName: 'class_image_count.json',
  rank: 71,
  files(input, fileName) {
    const images = requireImages(input);
    const entries = input.table.rows.map(
      ({ index }) => `  {"id": ${index}, "image_count": ${images[index]}}`,
    );
    return withAccount(input, fileName, `[\n${entries.join(',\n')}\n]\n`);
  },
};
