// Stands in for the tensor library and writes down what a model's layers ask of it, instead of computing it. So the
// saved graph is what was trained by construction. Knows the operations of an evaluation and no others.

import type { Kernels } from '../tensors/kernels';
import type { Tensor, Tf } from '../tensors/tf';
import { Graph, imageAttributes, type Ref } from './graph';

/** What layers hold in place of a tensor or variable. */
class Traced {
  constructor(
    readonly ref: () => Ref,
    readonly shape: readonly number[] = [],
  ) {}

  get size(): number {
    return this.shape.reduce((product, side) => product * side, 1);
  }

  dispose(): void {
    // Nothing is held.
  }
}

class TracedValues extends Traced {
  #ref: Ref | undefined;

  constructor(
    graph: Graph,
    public values: Float32Array,
    shape: readonly number[],
    name?: string,
  ) {
    super(() => (this.#ref ??= graph.constant(this.values, shape, name)), shape);
  }

  assign(other: TracedValues): void {
    this.values = other.values;
  }
}

type Value = Traced | number;

export interface Tracer {
  readonly graph: Graph;
  readonly tf: Tf;
  /** None is needed to evaluate. */
  readonly kernels: Kernels;
  readonly wrap: (ref: Ref) => Tensor;
  readonly unwrap: (tensor: Tensor) => Ref;
}

export function tracer(): Tracer {
  const graph = new Graph();
  const wrap = (ref: Ref): Tensor => new Traced(() => ref) as unknown as Tensor;
  const kernels = new Proxy(
    {},
    {
      get: (_, name) => () => {
        throw new Error(`${String(name)} is part of no evaluation.`);
      },
    },
  );
  return {
    ...{ graph, wrap, kernels: kernels as Kernels },
    tf: operations(graph) as unknown as Tf,
    unwrap: (tensor) => (tensor as unknown as Traced).ref(),
  };
}

function operations(graph: Graph) {
  let variables = 0;
  const refOf = (value: Value): Ref =>
    typeof value === 'number' ? graph.number(value) : value.ref();
  const traced = (make: () => Ref): Traced => {
    const ref = make();
    return new Traced(() => ref);
  };
  const binary = (kind: string) => (a: Value, b: Value) =>
    traced(() => graph.op(kind, [refOf(a), refOf(b)]));
  const unary = (kind: string) => (x: Traced) => traced(() => graph.op(kind, [x.ref()]));
  const reduced =
    (kind: string) =>
    (x: Traced, axis: number | readonly number[], keep = false) =>
      traced(() => {
        const axes = graph.whole(typeof axis === 'number' ? [axis] : axis);
        return graph.op(kind, [x.ref(), axes], { keep_dims: { b: keep } });
      });
  const pooled = (kind: string) => (x: Traced, kernel: number, stride: number, pad: 'same') =>
    traced(() => graph.op(kind, [x.ref()], imageAttributes(paddings[pad], stride, kernel)));
  const filled = (shape: readonly number[], value: number): TracedValues => {
    const size = shape.reduce((product, side) => product * side, 1);
    return new TracedValues(graph, new Float32Array(size).fill(value), shape);
  };
  return {
    tidy: <T>(work: () => T): T => work(),
    tensor: (values: Float32Array, shape: readonly number[]) =>
      new TracedValues(graph, values, shape),
    fill: filled,
    zeros: (shape: readonly number[]) => filled(shape, 0),
    ones: (shape: readonly number[]) => filled(shape, 1),
    variable: ({ values, shape }: TracedValues) =>
      new TracedValues(graph, values, shape, `weights_${variables++}`),
    ...{ add: binary('AddV2'), sub: binary('Sub'), mul: binary('Mul') },
    ...{ square: unary('Square'), rsqrt: unary('Rsqrt'), relu: unary('Relu') },
    ...{ sum: reduced('Sum'), mean: reduced('Mean') },
    ...{ maxPool: pooled('MaxPool'), avgPool: pooled('AvgPool') },
    matMul: (a: Traced, b: Traced) =>
      traced(() =>
        graph.op('MatMul', [a.ref(), b.ref()], {
          ...{ transpose_a: { b: false }, transpose_b: { b: false } },
        }),
      ),
    conv2d: (x: Traced, filter: Traced, stride: number, pad: 'same') =>
      traced(() =>
        graph.op('Conv2D', [x.ref(), filter.ref()], imageAttributes(paddings[pad], stride)),
      ),
    reshape: (x: Traced, shape: readonly number[]) =>
      traced(() => graph.op('Reshape', [x.ref(), graph.whole(shape)])),
    pad: (x: Traced, sides: readonly (readonly number[])[]) =>
      traced(() => graph.op('Pad', [x.ref(), graph.whole(sides.flat(), [sides.length, 2])])),
  };
}

const paddings = { same: 'SAME' } as const;
