// An export as tests need it: classes in, the rest usual.
// Must not know targets.

import type { ClassSample } from '../../src/core/collectSamples';
import type { ExportFile, ExportInput, SampleSource } from '../../src/core/exporters/exporter';
import type { ClassCount, Unit } from '../../src/core/model';
import { weighClasses } from '../../src/core/weights/table';

export interface MoreInput {
  unit?: Unit;
  samples?: number;
  multiLabel?: boolean;
  scheme?: string;
  /** The samples themselves; by default as many of each class as are counted, each with a file. */
  list?: readonly ClassSample[];
  seed?: number;
}

export function exportInput(classes: readonly ClassCount[], more: MoreInput = {}): ExportInput {
  const { unit = 'image', multiLabel = false, scheme = 'effective-number' } = more;
  return {
    table: weighClasses({ scheme, classes }),
    provenance: {
      tool: 'class-balance test',
      created: '2026-01-01T00:00:00.000Z',
      dataset: 'pets "and"\nmore',
      sources: ['a b/train.csv'],
      unit,
      split: 'train',
      multiLabel,
      samples:
        more.samples ?? more.list?.length ?? classes.reduce((sum, one) => sum + one.count, 0),
    },
    samples: sourceOf(more.list ?? eachOf(classes), more.seed),
  };
}

/** A source of samples in memory. */
export function sourceOf(samples: Iterable<ClassSample>, seed = 0): SampleSource {
  return {
    seed,
    pathTo: (media) => `./${media}`,
    each: (call) => {
      for (const sample of samples) call(sample);
      return Promise.resolve();
    },
  };
}

function* eachOf(classes: readonly ClassCount[]): Generator<ClassSample> {
  let line = 0;
  for (const [index, { count }] of classes.entries()) {
    for (let at = 0; at < count; at++) yield sampleOf([index], (line += 1));
  }
}

/** The sample of a line of a list, with its image. */
export function sampleOf(classes: readonly number[], line: number): ClassSample {
  const path = `images/${line}.jpg`;
  return { split: 'train', file: 'a b/train.csv', line, path, media: `data/${path}`, classes };
}

/** A file's content in one piece, however it is made. */
export async function bytesOf({ content }: ExportFile): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content;
  if (typeof content === 'string') return new TextEncoder().encode(content);
  const parts: Uint8Array[] = [];
  await content((part) => {
    parts.push(typeof part === 'string' ? new TextEncoder().encode(part) : part.slice());
  });
  return new Uint8Array(await new Blob(parts as BlobPart[]).arrayBuffer());
}

export async function textOf(file: ExportFile): Promise<string> {
  return new TextDecoder().decode(await bytesOf(file));
}

/** Classes from counts, named by index. */
export function classesOf(...counts: number[]): ClassCount[] {
  return counts.map((count, index) => ({ id: index.toString(), name: `class ${index}`, count }));
}
