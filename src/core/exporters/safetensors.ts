// Weights and counts as safetensors, with the account in the file's own metadata.
// Must not know other targets.

import { ownComment } from '../ownFiles';
import { weightsDocument } from '../writing/document';
import { requireWeights } from '../writing/weighed';
import type { ExportInput, Exporter } from './exporter';

export const safetensors: Exporter = {
  id: 'safetensors',
  title: 'safetensors',
  description: 'Tensors class_weights (float32) and class_counts (int64), metadata inside.',
  framework: 'General',
  fileName: 'class_weights.safetensors',
  rank: 18,
  files: (input, fileName) => {
    requireWeights(input);
    return [{ name: fileName, content: bytesOf(input) }];
  },
};

/** 8 bytes of header length, the header as JSON, the data (github.com/huggingface/safetensors, "Format"). */
function bytesOf(input: ExportInput): Uint8Array {
  const { rows } = input.table;
  const counts = rows.length * 8;
  const header = JSON.stringify({
    __metadata__: { generator: ownComment, source: JSON.stringify(weightsDocument(input)) },
    class_counts: { dtype: 'I64', shape: [rows.length], data_offsets: [0, counts] },
    class_weights: {
      dtype: 'F32',
      shape: [rows.length],
      data_offsets: [counts, counts + rows.length * 4],
    },
  });
  const head = new TextEncoder().encode(header);
  const length = Math.ceil(head.length / 8) * 8;
  const bytes = new Uint8Array(8 + length + rows.length * 12).fill(0x20, 8, 8 + length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(length), true);
  bytes.set(head, 8);
  rows.forEach((row, at) => {
    view.setBigInt64(8 + length + at * 8, BigInt(row.count), true);
    view.setFloat32(8 + length + counts + at * 4, row.weight, true);
  });
  return bytes;
}
