// A computation as a graph of TensorFlow's operations with constants: what a saved model is made of.
// Must not know models, files or the library that may run it.

/** A node's output. */
export interface Ref {
  readonly name: string;
}

export interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** Attributes as TensorFlow's GraphDef says them in JSON. */
export type Attribute =
  | { readonly type: 'DT_FLOAT' | 'DT_INT32' }
  | { readonly s: string }
  | { readonly b: boolean }
  | { readonly i: string }
  | { readonly list: { readonly i: readonly string[] } }
  | { readonly shape: { readonly dim: readonly { readonly size: string }[] } };

export interface Node {
  readonly name: string;
  readonly op: string;
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, Attribute>>;
}

const float: Attribute = { type: 'DT_FLOAT' };

export class Graph {
  readonly nodes: Node[] = [];
  readonly constants: Constant[] = [];

  /** What is fed: any number of samples of this shape. */
  input(name: string, shape: readonly number[]): Ref {
    const dim = [-1, ...shape].map((side) => ({ size: String(side) }));
    return this.#add(name, 'Placeholder', [], { dtype: float, shape: { shape: { dim } } });
  }

  constant(values: Float32Array | Int32Array, shape: readonly number[], name?: string): Ref {
    const own = name ?? `constant_${this.constants.length}`;
    this.constants.push({ name: own, shape, values });
    const dtype: Attribute = { type: values instanceof Float32Array ? 'DT_FLOAT' : 'DT_INT32' };
    return this.#add(own, 'Const', [], { dtype });
  }

  number(value: number): Ref {
    return this.constant(Float32Array.of(value), []);
  }

  whole(values: readonly number[], shape: readonly number[] = [values.length]): Ref {
    return this.constant(Int32Array.from(values), shape);
  }

  op(
    kind: string,
    inputs: readonly Ref[],
    attributes: Readonly<Record<string, Attribute>> = {},
    name = `${kind.toLowerCase()}_${this.nodes.length}`,
  ): Ref {
    return this.#add(name, kind, inputs, { T: float, ...attributes });
  }

  #add(
    name: string,
    op: string,
    inputs: readonly Ref[],
    attr: Readonly<Record<string, Attribute>>,
  ): Ref {
    this.nodes.push({ name, op, input: inputs.map((one) => one.name), attr });
    return { name };
  }
}

/** Strides, kernel sizes and padding of layers over images, channels last. */
export function imageAttributes(
  padding: 'SAME' | 'VALID',
  stride: number,
  kernel?: number,
): Readonly<Record<string, Attribute>> {
  const square = (side: number): Attribute => ({
    list: { i: [1, side, side, 1].map(String) },
  });
  return {
    ...{ strides: square(stride), dilations: square(1) },
    padding: { s: base64(padding) },
    data_format: { s: base64('NHWC') },
    ...(kernel !== undefined && { ksize: square(kernel) }),
  };
}

const base64 = (text: string): string => Buffer.from(text, 'latin1').toString('base64');
