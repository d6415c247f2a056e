// From a choice to what an exporter takes: the table and the account of where it comes from. Tested in plain Node.
// Must not know who chose, nor where files go.

import type {
  Exporter,
  ExportFile,
  ExportInput,
  SampleSource,
} from '../../core/exporters/exporter';
import type { LossChoices } from '../../core/lossConfig/model';
import type { Dataset, SplitName } from '../../core/model';
import { carriesSeveral, sampleCount, unitOf, type Counted } from '../../core/selection';
import type { WeightRequest } from '../../core/weights/scheme';
import { weigh } from '../weighing';

export interface Chosen {
  readonly dataset: Dataset;
  readonly split: SplitName;
  readonly counted: Counted;
  readonly request: WeightRequest;
  readonly loss?: LossChoices;
}

/** @param created when, in UTC. */
export function exportInput(
  chosen: Chosen,
  tool: string,
  created: Date,
  samples?: SampleSource,
): ExportInput {
  const { dataset, split, counted, request } = chosen;
  return {
    table: weigh(dataset, request, split, counted),
    provenance: {
      tool,
      created: created.toISOString(),
      dataset: dataset.name,
      sources: dataset.sources,
      unit: unitOf(dataset, counted),
      split,
      multiLabel: carriesSeveral(dataset, counted),
      samples: sampleCount(dataset, split),
    },
    ...(chosen.loss === undefined ? {} : { loss: chosen.loss }),
    ...(samples === undefined ? {} : { samples }),
  };
}

/**
 * A name for the first file: the target's own for these sources where it has one, else one that tells datasets apart,
 * `class_weights.py` -> `pets_class_weights.py`, where there are several.
 */
export function proposedName(exporter: Exporter, dataset: Dataset, isOnly: boolean): string {
  const own = exporter.nameFor?.(dataset.sources);
  if (own !== undefined) return own;
  if (isOnly) return exporter.fileName;
  const stem = dataset.name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  return stem === '' ? exporter.fileName : `${stem}_${exporter.fileName}`;
}

/** The names of files that are there already and nobody has agreed to replace. */
export function clashes(
  files: readonly ExportFile[],
  isThere: (name: string) => boolean,
  agreed: readonly string[],
): readonly string[] {
  return files.map(({ name }) => name).filter((name) => !agreed.includes(name) && isThere(name));
}
