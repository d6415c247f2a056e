// Where the WebAssembly backend's modules lie: beside the bundled program, else in the package.
// Must not know who loads them.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Ends with a separator, as the backend wants it. */
export function wasmFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  const packed = [join(here, 'tensors'), join(here, '../tensors')].find((folder) =>
    existsSync(join(folder, 'tfjs-backend-wasm-simd.wasm')),
  );
  const { resolve } = createRequire(import.meta.url);
  return (packed ?? dirname(resolve('@tensorflow/tfjs-backend-wasm'))) + sep;
}
