// Finds a graphics adapter by way of Dawn, from where the set-up put it.
// Must not know what is computed on it.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installedEngine, type InstalledEngine } from '../../../node/engineSetUp/installed';

/** What of WebGPU is looked at here. */
interface Gpu {
  requestAdapter(options: { readonly powerPreference: 'high-performance' }): Promise<{
    readonly info: {
      readonly vendor: string;
      readonly device: string;
      readonly description: string;
      readonly isFallbackAdapter?: boolean;
    };
  } | null>;
}

interface Dawn {
  /** @param flags such as `adapter=NAME`. */
  readonly create: (flags: readonly string[]) => Gpu;
  readonly globals: object;
}

export interface Adapter {
  readonly gpu: Gpu;
  readonly name: string;
  /** Computes on the processor: slower than the probe. */
  readonly software: boolean;
  readonly installed: InstalledEngine;
}

const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|basic render|warp/i;

/**
 * @param device `auto` takes the strongest that is no software; `software` any; else (a part of) an adapter's name.
 * @returns why not, where there is none that may be used.
 */
export async function findAdapter(device: string): Promise<Adapter | string> {
  const installed = await installedEngine('webgpu');
  if (installed === undefined) {
    return 'WebGPU is not set up: run class-balance engines --set-up webgpu.';
  }
  try {
    const dawn = await loadDawn(installed.folder);
    const named = device !== 'auto' && device !== 'software';
    const gpu = dawn.create(named ? [`adapter=${device}`] : []);
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (adapter === null) return 'WebGPU finds no graphics adapter here.';
    const { vendor, device: model, description, isFallbackAdapter } = adapter.info;
    const name = [vendor, model, description].filter((part) => part !== '').join(' ');
    const software = isFallbackAdapter === true || softwareNames.test(name);
    if (software && device === 'auto') {
      return `WebGPU offers only “${name}”, which computes in software and is slower than the probe; the device “software” takes it all the same.`;
    }
    return { gpu, name, software, installed };
  } catch (error) {
    return `WebGPU cannot be loaded: ${error instanceof Error ? error.message : String(error)}`;
  }
}

async function loadDawn(folder: string): Promise<Dawn> {
  const { resolve } = createRequire(join(folder, 'package.json'));
  const dawn = (await import(pathToFileURL(resolve('webgpu')).href)) as Dawn;
  Object.assign(globalThis, dawn.globals);
  return dawn;
}
