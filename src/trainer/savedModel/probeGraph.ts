// The graph of a model of the probe: patch features for images, standardised columns, then its linear or hidden layers.
// Must not know how it was trained, nor files.

import type { TrainingData } from '../engines/engine';
import type { FeatureSet } from '../engines/probe/featureRows';
import {
  filterCount,
  type PatchFilters,
  patchLength,
  patchSize,
  patchStride,
  patchVariance,
} from '../engines/probe/patchFilters';
import type { JobLoss } from '../losses';
import { Graph, imageAttributes, type Ref } from './graph';
import type { SavedGraph } from './saved';

export interface ProbeModel {
  readonly data: Pick<TrainingData, 'layout' | 'shape' | 'classes'>;
  readonly loss: Pick<JobLoss, 'cosine' | 'scale'>;
  /** Units of the hidden layer; 0 for none. */
  readonly hidden: number;
  readonly features: Pick<FeatureSet, 'features' | 'mean' | 'factor'>;
  /** For images. */
  readonly filters: PatchFilters | undefined;
  /** As `Network` keeps them. */
  readonly parameters: Float64Array;
}

export function probeGraph(model: ProbeModel): SavedGraph {
  const { data, loss, hidden, features, filters } = model;
  const graph = new Graph();
  const input = graph.input('samples', data.shape);
  const raw = filters === undefined ? input : patchFeatures(graph, input, filters, data.shape);
  const parameters = cut(graph, model.parameters);
  const width = features.features;
  const centred = graph.op('Sub', [raw, vector(graph, features.mean, width)]);
  let x = graph.op('Mul', [centred, vector(graph, features.factor, width)]);
  if (hidden > 0) {
    const product = matMul(graph, x, parameters(width, hidden));
    x = graph.op('Relu', [graph.op('AddV2', [product, parameters(hidden)])]);
  }
  const weights = parameters(hidden > 0 ? hidden : width, data.classes);
  const logits = loss.cosine
    ? matMul(graph, unit(graph, x, 1), unit(graph, weights, 0))
    : graph.op('AddV2', [matMul(graph, x, weights), parameters(data.classes)]);
  const scale = graph.number(loss.cosine ? loss.scale : 1);
  return { graph, input, output: graph.op('Mul', [logits, scale], {}, 'logits') };
}

/** Contrast-normalised patches times filters, above the threshold, mean over each quadrant. */
function patchFeatures(
  graph: Graph,
  input: Ref,
  { filters, threshold }: PatchFilters,
  [side]: readonly number[],
): Ref {
  const convolved = (x: Ref, values: Float32Array, outputs: number): Ref => {
    const filter = graph.constant(values, [patchSize, patchSize, 3, outputs]);
    return graph.op('Conv2D', [x, filter], imageAttributes('VALID', patchStride));
  };
  const mean = new Float32Array(patchLength).fill(1 / patchLength);
  // Around the middle of a byte: less is lost where the square of the mean is taken off.
  const x = graph.op('Sub', [input, graph.number(128)]);
  const means = convolved(x, mean, 1);
  const squares = convolved(graph.op('Square', [x]), mean, 1);
  const spread = graph.op('Sub', [squares, graph.op('Square', [means])]);
  const variance = graph.op('Maximum', [spread, graph.number(0)]);
  const inverse = graph.op('Rsqrt', [graph.op('AddV2', [variance, graph.number(patchVariance)])]);
  const sums = new Float32Array(filterCount);
  filters.forEach((value, at) => (sums[at % filterCount] += value));
  const offset = graph.op('Mul', [means, graph.constant(sums, [filterCount])]);
  const response = graph.op('Sub', [convolved(x, filters, filterCount), offset]);
  const normalised = graph.op('Mul', [response, inverse]);
  const above = graph.op('Sub', [normalised, graph.constant(threshold, [filterCount])]);
  return quadrants(graph, graph.op('Relu', [above]), side);
}

function quadrants(graph: Graph, x: Ref, side: number): Ref {
  const grid = Math.floor((side - patchSize) / patchStride) + 1;
  const half = Math.ceil(grid / 2);
  const parts = [
    [0, 0],
    [0, half],
    [half, 0],
    [half, half],
  ].map(([top, left]) => {
    const sizes = [-1, top === 0 ? half : grid - half, left === 0 ? half : grid - half, -1];
    const part = graph.op('Slice', [x, graph.whole([0, top, left, 0]), graph.whole(sizes)]);
    return graph.op('Mean', [part, graph.whole([1, 2])], { keep_dims: { b: false } });
  });
  return graph.op('ConcatV2', [...parts, graph.whole([1], [])], { N: { i: '4' } });
}

/** Parameters one matrix or vector after the other. */
function cut(graph: Graph, parameters: Float64Array): (...shape: readonly number[]) => Ref {
  let at = 0;
  return (...shape) => {
    const size = shape.reduce((product, side) => product * side, 1);
    const values = Float32Array.from(parameters.subarray(at, at + size));
    at += size;
    return graph.constant(values, shape);
  };
}

const vector = (graph: Graph, values: Float32Array, length: number): Ref =>
  graph.constant(values.slice(0, length), [length]);

const matMul = (graph: Graph, a: Ref, b: Ref): Ref =>
  graph.op('MatMul', [a, b], { transpose_a: { b: false }, transpose_b: { b: false } });

/** Scaled to length 1 along an axis; what is shorter than 1e-12 counts as that long. */
function unit(graph: Graph, x: Ref, axis: number): Ref {
  const squares = graph.op('Sum', [graph.op('Square', [x]), graph.whole([axis])], {
    keep_dims: { b: true },
  });
  const length = graph.op('Maximum', [squares, graph.number(1e-24)]);
  return graph.op('Mul', [x, graph.op('Rsqrt', [length])]);
}
