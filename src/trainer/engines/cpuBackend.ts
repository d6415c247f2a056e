// The plain JavaScript backend, which registers itself with the library by being loaded.
// Must not know who loads it. A bare import would not do: the package says it has no side effects, and bundlers believe it.

export { version_cpu as version } from '@tensorflow/tfjs-backend-cpu';
