// The states of jobs in a run folder, one file an arm and seed, so that a killed run can go on.
// Must not know what a state holds.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '../../node/atomicWrite';
import { systemCode } from '../../node/sourceErrors';

const folderName = 'checkpoints';

export class Checkpoints {
  constructor(private readonly runFolder: string) {
    mkdirSync(join(runFolder, folderName), { recursive: true });
  }

  /** Relative to the run folder, with `/`. Arms are known by their place, for their names are no file names. */
  pathOf(arm: number, seed: number, epochs?: number): string {
    const length = epochs === undefined ? '' : `-epochs-${epochs}`;
    return `${folderName}/arm-${arm}-seed-${seed}${length}.state`;
  }

  /** @param epochs of a shorter training; absent for the whole one. */
  async save(arm: number, seed: number, state: Uint8Array, epochs?: number): Promise<void> {
    const file = join(this.runFolder, this.pathOf(arm, seed, epochs));
    await writeFileAtomic(file, state, { overwrite: true });
  }

  /** `undefined` where there is none. */
  load(arm: number, seed: number, epochs?: number): Uint8Array | undefined {
    try {
      return readFileSync(join(this.runFolder, this.pathOf(arm, seed, epochs)));
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      return undefined;
    }
  }
}
