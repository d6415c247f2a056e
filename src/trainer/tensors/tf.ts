// The tensor library as the trainer uses it: whichever build an engine loads, with gradients, without chained operations.
// Must not know which backend computes; nothing here loads the library.

import type * as core from '@tensorflow/tfjs-core';

/** TensorFlow.js core's functions; the union packages have them too. */
export type Tf = typeof core;
export type { Scalar, Tensor, Tensor2D, Tensor4D, Variable } from '@tensorflow/tfjs-core';
