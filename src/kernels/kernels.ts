// The fast scanners of this process, where its engine has WebAssembly SIMD.
// Must not know files or formats.

import type {
  CellLayout,
  CellScanner,
  Kernels,
  ObjectScanner,
  PlainRecords,
} from '../core/kernels';
import { RecordScanner } from './cellScanner';
import { KernelPool } from './instance';
import { JsonObjectScanner } from './objectScanner';

class WasmKernels implements Kernels {
  constructor(private readonly pool: KernelPool) {}

  cells(layout: CellLayout, plain: PlainRecords): CellScanner {
    const instance = this.pool.take();
    return new RecordScanner(layout, plain, instance, () => {
      this.pool.giveBack(instance);
    });
  }

  objects(): ObjectScanner {
    const instance = this.pool.take();
    return new JsonObjectScanner(instance, () => {
      this.pool.giveBack(instance);
    });
  }
}

/** The scanners, or undefined where they cannot run here: everything is then read plainly. */
export function loadKernels(): Kernels | undefined {
  if (typeof WebAssembly === 'undefined') return undefined;
  try {
    return new WasmKernels(new KernelPool());
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}
