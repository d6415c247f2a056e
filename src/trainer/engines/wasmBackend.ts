// The WebAssembly backend, which registers itself; a CommonJS package like the library, see tensors/library.ts.
// Must not know where its modules lie.

export { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
