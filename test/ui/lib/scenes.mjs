// The pictures of test/lib/scenes.ts, for tests that are plain JavaScript.
// Must not know what they are used for.

import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../../scripts/lib/paths.mjs';

const { outputFiles } = await build({
  entryPoints: [join(root, 'test/lib/scenes.ts')],
  ...{ bundle: true, write: false, format: 'esm', platform: 'node' },
});
const url = `data:text/javascript;base64,${Buffer.from(outputFiles[0].text).toString('base64')}`;
const { scenesWithDuplicates: make } = await import(url);

/** Path to bytes; see `scenesWithDuplicates`. */
export const scenesWithDuplicates = make();
