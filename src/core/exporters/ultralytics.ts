// Ultralytics takes one power of inverse frequency, cls_pw: the nearest one, with its error.
// Must not know other targets.

import { fitPower } from '../writing/powerFit';
import { header } from '../writing/text';
import type { ExportInput, Exporter } from './exporter';

export const ultralytics: Exporter = {
  id: 'ultralytics',
  title: 'Ultralytics YOLO',
  description:
    'cls_pw, the nearest power of inverse frequency, with the error of the fit; no vector is accepted.',
  framework: 'Ultralytics',
  fileName: 'class_balance_ultralytics.yaml',
  rank: 75,
  files: (input, fileName) => [{ name: fileName, content: code(input) }],
};

// cls_pw: ultralytics/ultralytics#23565 (detect), #24842 (oriented boxes), 2026.
function code(input: ExportInput): string {
  const { power, worstRatio } = fitPower(input.table.rows);
  return `${header(input, '#')}
# yolo train data=... cfg=<this file>, or cls_pw=${power.toFixed(3)} on the command line.
# Weights there are count^-cls_pw with mean 1. Against the weights asked for, the worst class is off by a factor of
# ${worstRatio.toFixed(3)}. Versions before 2026 refuse the key, and in YOLOv5 it means something else.
cls_pw: ${power.toFixed(6)}
`;
}
