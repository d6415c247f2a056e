// A graph as the files of a TensorFlow.js graph model: model.json and weights.bin.
// Must not know what the graph computes.

import type { Graph, Ref } from './graph';

export interface ModelFiles {
  readonly json: string;
  readonly weights: Uint8Array;
}

export const weightsName = 'weights.bin';

/** @param metadata for people and programs; plain JSON. */
export function modelFiles(
  graph: Graph,
  ends: { readonly input: Ref; readonly output: Ref },
  metadata: Readonly<Record<string, unknown>>,
  tool: string,
): ModelFiles {
  const total = graph.constants.reduce((sum, { values }) => sum + values.byteLength, 0);
  const weights = new Uint8Array(total);
  let at = 0;
  for (const { values } of graph.constants) {
    weights.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), at);
    at += values.byteLength;
  }
  const document = {
    format: 'graph-model',
    generatedBy: tool,
    convertedBy: null,
    signature: {
      inputs: { [ends.input.name]: { name: `${ends.input.name}:0`, dtype: 'DT_FLOAT' } },
      outputs: { [ends.output.name]: { name: `${ends.output.name}:0`, dtype: 'DT_FLOAT' } },
    },
    modelTopology: { node: graph.nodes, library: {}, versions: {} },
    weightsManifest: [
      {
        paths: [weightsName],
        weights: graph.constants.map(({ name, shape, values }) => ({
          ...{ name, shape },
          dtype: values instanceof Float32Array ? 'float32' : 'int32',
        })),
      },
    ],
    userDefinedMetadata: metadata,
  };
  return { json: `${JSON.stringify(document)}\n`, weights };
}
