// Work units for claims whose every source is one file to be counted by itself.
// Must not know files' formats.

import type { Claim, JsonObject, WorkUnit } from '../claims';
import type { ByteInput } from '../ports';

/** One unit a source, with its split and size. */
export function fileUnits(
  { format, sources }: Claim,
  files: ByteInput,
  options: JsonObject,
): Promise<WorkUnit[]> {
  return Promise.all(
    sources.map(async ({ path, split }): Promise<WorkUnit> => {
      return { format, split, paths: [path], bytes: await files.size(path), options };
    }),
  );
}
