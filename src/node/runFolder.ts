// Where a new run goes: .class-balance/runs/<time>-<name>.
// Must not know what a run writes there.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RunRequest } from '../core/training/request';

/** A folder that is not there yet, below `.class-balance/runs` of `root`. */
export function newRunFolder(
  root: string,
  { created, name }: Pick<RunRequest, 'created' | 'name'>,
): string {
  const time = created.replace(/\.\d+Z$/, 'Z').replace(/[-:]/g, '');
  const words = name.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '');
  const base = join(root, '.class-balance', 'runs', `${time}-${words.slice(0, 60) || 'run'}`);
  if (!existsSync(base)) return base;
  for (let more = 2; ; more++) if (!existsSync(`${base}-${more}`)) return `${base}-${more}`;
}
