// Reads the same bytes plainly and by a kernel, in any cut, and tells what either counted.
// Must not know formats beyond their readers.

import type { CellLayout, Kernels, PlainRecords } from '../../../src/core/kernels';
import { Tally, type TallyData } from '../../../src/core/tally';
import { loadKernels } from '../../../src/kernels/kernels';

const loaded = loadKernels();
if (loaded === undefined) throw new Error('These tests need WebAssembly SIMD.');
export const kernels: Kernels = loaded;

/** A plain reader and how a kernel may read along. */
export type Reader = PlainRecords & { readonly cells: CellLayout | undefined };

/** Cuts bytes at the given sizes, again and again; sizes below 1 count as 1. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = Math.max(1, sizes[turn % sizes.length] ?? bytes.length);
    parts.push(bytes.subarray(at, at + size));
    at += size;
  }
  return parts;
}

export function readPlainly(
  bytes: Uint8Array,
  make: (tally: Tally) => Reader,
): TallyData & { readonly asked?: number } {
  const tally = new Tally();
  const reader = make(tally);
  reader.feed(bytes);
  reader.end();
  return tally.toData();
}

/** `inPlace`: the parts are put into the kernel's own memory, as a disk does it. */
export function readByKernel(
  parts: readonly Uint8Array[],
  make: (tally: Tally) => Reader,
  inPlace: boolean,
): { readonly data: TallyData; readonly counted: number } {
  const tally = new Tally();
  const reader = make(tally);
  if (reader.cells === undefined) throw new Error('No kernel reads this.');
  let counted = 0;
  const add = reader.add.bind(reader);
  reader.add = (cell, split, records) => {
    counted += records;
    add(cell, split, records);
  };
  const scanner = kernels.cells(reader.cells, reader);
  for (const part of parts) {
    if (!inPlace) {
      scanner.feed(part);
      continue;
    }
    for (let at = 0; at < part.length;) {
      const room = scanner.room();
      const taken = part.subarray(at, at + room.length);
      room.set(taken);
      scanner.feed(room.subarray(0, taken.length));
      at += taken.length;
    }
  }
  scanner.end();
  return { data: tally.toData(), counted };
}

interface PushReader {
  readonly room?: (() => Uint8Array) | undefined;
  feed(chunk: Uint8Array): void;
  end(): void;
}

/** Feeds as a disk does: into the reader's room where it has one. */
/** Feeds the parts, each where the reader wants it, and ends the reader. */
export function feedAll(reader: PushReader, parts: readonly Uint8Array[]): void {
  for (const part of parts) {
    for (let at = 0; at < part.length;) {
      const room = reader.room?.() ?? new Uint8Array(part.length);
      const taken = part.subarray(at, at + room.length);
      room.set(taken);
      reader.feed(room.subarray(0, taken.length));
      at += taken.length;
    }
  }
  reader.end();
}
