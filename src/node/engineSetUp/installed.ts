// Where engines that are too large to come with the program lie once they are set up, and which are there.
// Must not know how they are set up or used.

import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';

/** Engines that are set up on demand; sharp decodes pictures and trains nothing. */
export const installableEngines = ['tensorflow', 'webgpu', 'wasm', 'sharp'] as const;
export type InstallableEngine = (typeof installableEngines)[number];

const tfjs = '4.22.0';

/** The npm packages of an engine, in exact versions. */
export const enginePackages: Readonly<Record<InstallableEngine, Readonly<Record<string, string>>>> =
  {
    tensorflow: { '@tensorflow/tfjs-node': tfjs, 'node-gyp': '11.5.0' },
    webgpu: {
      '@tensorflow/tfjs-core': tfjs,
      '@tensorflow/tfjs-backend-webgpu': tfjs,
      webgpu: '0.6.2',
    },
    wasm: { '@tensorflow/tfjs-core': tfjs, '@tensorflow/tfjs-backend-wasm': tfjs },
    sharp: { sharp: '0.34.5' },
  };

const stamp = v.object({
  schema: v.literal('class-balance/engine@1'),
  packages: v.record(v.string(), v.string()),
  /** The native library underneath: its version and the file that must still be there. */
  library: v.optional(v.object({ version: v.string(), file: v.string() })),
});
export type EngineStamp = v.InferOutput<typeof stamp>;

export interface InstalledEngine extends EngineStamp {
  /** Holds `node_modules`. */
  readonly folder: string;
}

export const stampName = 'engine.json';

/** Folder of all engines, the same for the editor and the command line; CLASS_BALANCE_ENGINES names another. */
export function enginesFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { CLASS_BALANCE_ENGINES, LOCALAPPDATA, XDG_CACHE_HOME } = environment;
  if (CLASS_BALANCE_ENGINES !== undefined && CLASS_BALANCE_ENGINES !== '') {
    return CLASS_BALANCE_ENGINES;
  }
  const cache =
    process.platform === 'win32'
      ? LOCALAPPDATA
      : process.platform === 'darwin'
        ? join(homedir(), 'Library', 'Caches')
        : XDG_CACHE_HOME;
  const base = cache === undefined || cache === '' ? join(homedir(), '.cache') : cache;
  return join(base, 'class-balance', 'engines');
}

/** An engine as it was set up, whole, with the versions that this program wants; else `undefined`. */
export async function installedEngine(
  engine: InstallableEngine,
  folder = enginesFolder(),
): Promise<InstalledEngine | undefined> {
  const own = join(folder, engine);
  try {
    const read: unknown = JSON.parse(await readFile(join(own, stampName), 'utf8'));
    const parsed = v.safeParse(stamp, read);
    if (!parsed.success) return undefined;
    const wanted = Object.entries(enginePackages[engine]);
    const fits = wanted.every(([name, version]) => parsed.output.packages[name] === version);
    return fits ? { ...parsed.output, folder: own } : undefined;
  } catch {
    // Not there, not readable or no JSON: not set up.
    return undefined;
  }
}
