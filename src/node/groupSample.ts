// What a dataset's samples could be grouped by: the columns of its table with a value each, and the path of one sample.
// Must not know who asks, nor what is chosen.

import type { SourceRule } from '../core/claims';
import type { Dataset } from '../core/model';
import type { WalkExcludes } from '../core/ports';
import { sampleDelimited } from '../core/tables/delimitedSample';
import { DiskSource } from './diskSource';
import { readSamples } from './readSamples';

const head = 64 * 1024;

export interface GroupSample {
  /** Columns by name; empty for what is no delimited table. */
  readonly columns: readonly { readonly name: string; readonly example: string }[];
  /** Of a sample's own file, as the labels write it; absent where samples have none. */
  readonly path?: string;
}

interface Asked {
  readonly root: string;
  readonly excludes: WalkExcludes;
  readonly rules: readonly SourceRule[];
  readonly dataset: Dataset;
  readonly signal: AbortSignal;
}

/** Thrown to stop reading: one sample is enough. */
class Enough extends Error {}

/** Rejects as `readSamples` does. */
export async function groupSample(asked: Asked): Promise<GroupSample> {
  const { dataset, root } = asked;
  const all = dataset.format === 'delimited' ? columnsOf(root, dataset.sources[0]) : [];
  // Grouped by its label, every class would be one group.
  const columns = all.filter(({ name }) => dataset.reading !== `column:${name}`);
  const path = await firstPath(asked);
  return path === undefined ? { columns } : { columns, path };
}

function columnsOf(root: string, file: string): GroupSample['columns'] {
  const bytes = new DiskSource(root).read(file, 0, head);
  const sample = sampleDelimited(bytes, bytes.length < head)?.sample;
  if (sample === undefined) return [];
  return sample.header.map((name, at) => ({ name, example: sample.rows.at(0)?.at(at) ?? '' }));
}

async function firstPath({ dataset, ...where }: Asked): Promise<string | undefined> {
  let found: string | undefined;
  try {
    await readSamples({
      ...{ ...where, dataset: dataset.id, counted: dataset },
      onSample: ({ path, file, line }) => {
        found = path ?? (line === undefined ? file : undefined);
        throw new Enough();
      },
    });
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return found;
}
