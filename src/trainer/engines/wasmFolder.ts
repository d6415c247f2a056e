// Where the WebAssembly backend's modules lie: beside the bundled program, or in the package where nothing is bundled.
// Must not know who loads them.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Ends with a separator, as the backend wants it. */
export function wasmFolder(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  // The bundler puts this module beside the program or in a folder of chunks below it.
  const packed = [here, dirname(here)].find((folder) =>
    existsSync(join(folder, 'tfjs-backend-wasm-simd.wasm')),
  );
  const { resolve } = createRequire(import.meta.url);
  return (packed ?? dirname(resolve('@tensorflow/tfjs-backend-wasm'))) + sep;
}
