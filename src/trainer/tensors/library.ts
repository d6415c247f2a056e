// The library as one value. It is a CommonJS package: imported dynamically by itself, a bundle would give its default alone.
// Must not know who loads it, which is done when an engine needs it.

export * as tf from '@tensorflow/tfjs-core';
