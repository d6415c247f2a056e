// The fast scanners of this process, where its engine has WebAssembly SIMD.
// Must not know files or formats.

import type {
  CellLayout,
  CellScanner,
  Kernels,
  ObjectScanner,
  PageScanner,
  PixelScanner,
  PlainRecords,
  RowScanner,
} from '../core/kernels';
import { RecordScanner } from './cellScanner';
import { KernelPool } from './instance';
import { JsonObjectScanner } from './objectScanner';
import { KernelPages } from './pageScanner';
import { KernelPixels } from './pixelScanner';
import { KernelRows } from './rowScanner';
import { PlacedPairs } from './pairTables';

/** Tables of pairs that are larger than this are given up with their memory. */
const clearedUpTo = 1 << 22;

class WasmKernels implements Kernels {
  constructor(private readonly pool: KernelPool) {}

  cells(layout: CellLayout, plain: PlainRecords): CellScanner {
    const instance = this.pool.take();
    return new RecordScanner(layout, plain, instance, () => {
      this.pool.giveBack(instance);
    });
  }

  objects(withPairs = false): ObjectScanner {
    const instance = this.pool.take(withPairs);
    const pairs = withPairs ? new PlacedPairs(instance) : undefined;
    return new JsonObjectScanner(instance, pairs, () => {
      // Memory once touched stays with the process as long as the instance does.
      if (pairs !== undefined && pairs.used > clearedUpTo) return;
      pairs?.clear();
      this.pool.giveBack(instance);
    });
  }

  pages(): PageScanner {
    const instance = this.pool.take(true);
    return new KernelPages(instance, () => {
      this.pool.giveBack(instance);
    });
  }

  pixels(): PixelScanner {
    const instance = this.pool.take(true);
    return new KernelPixels(instance, () => {
      this.pool.giveBack(instance);
    });
  }

  rows(poseFields: number): RowScanner {
    const instance = this.pool.take();
    return new KernelRows(instance, poseFields, () => {
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
