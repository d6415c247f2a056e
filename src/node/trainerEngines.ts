// Asks the trainer, in a process of its own, which engines it has and what they run on.
// Must not load an engine itself: a crash of a GPU driver must not take the editor along.

import { execFile } from 'node:child_process';
import * as v from 'valibot';
import { engineIds } from '../core/training/request';

const patience = 60_000;

const detectedSchema = v.object({
  id: v.picklist(engineIds),
  title: v.string(),
  /** Names of models by layout of the data, the default first; empty where it trains none. */
  models: v.object({ images: v.array(v.string()), features: v.array(v.string()) }),
  detection: v.variant('available', [
    v.object({ available: v.literal(true), device: v.string(), reason: v.string() }),
    v.object({ available: v.literal(false), reason: v.string() }),
  ]),
});
export type DetectedEngine = v.InferOutput<typeof detectedSchema>;

/** The trainer's engines, best first. @throws Error with the trainer's last words where it fails. */
export async function detectEngines(
  node: string,
  trainer: string,
): Promise<readonly DetectedEngine[]> {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  const said = await new Promise<string>((resolve, reject) => {
    const options = { timeout: patience, maxBuffer: 1024 * 1024, windowsHide: true, env };
    execFile(node, [trainer, '--engines'], options, (error, out, faults) => {
      if (error === null) resolve(out);
      else {
        const last = faults.trim().split('\n').at(-1) ?? '';
        reject(new Error(last === '' ? error.message : last));
      }
    });
  });
  return v.parse(v.array(detectedSchema), JSON.parse(said));
}
