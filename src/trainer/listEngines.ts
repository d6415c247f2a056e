// What each engine of the trainer runs on here, as JSON for who offers them.
// Must not know how engines compute.

import type { Engine } from './engines/engine';

/** One line; the device is detected as for `auto`. */
export async function listEngines(engines: readonly Engine[]): Promise<string> {
  const listed = [];
  // One after the other: two that open the same GPU at once may take each other's memory.
  for (const engine of engines) {
    const { id, title } = engine;
    const detection = await engine.detect({ device: 'auto', deterministic: true });
    const models = { images: engine.models('images'), features: engine.models('features') };
    listed.push({ id, title, models, detection });
  }
  return `${JSON.stringify(listed)}\n`;
}
