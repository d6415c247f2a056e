// Which way the samples of a dataset become an array: decoded images, table columns, arrays beside the labels.
// Must not know what trains on them.

import type { WorkspaceData } from '../../core/training/request';
import { isImage } from '../../core/detect/media';
import { groupColumn } from '../../core/groups/grouping';
import type { Dataset } from '../../core/model';
import { DiskSource } from '../../node/diskSource';
import { cifarSource, idxSource, npySource, npzSource } from './arraySources';
import { cifarPickleSource } from './cifarPickle';
import type { Entry, SkippedList, SplitCode } from './entry';
import { packImages } from './imageSource';
import { installedEngine } from '../../node/engineSetUp/installed';
import { jpegDecoder } from '../../node/images/jpegImage';
import { DataError } from './npyFile';
import { packRows, type RowSource } from './rowSource';
import { openDelimited, openParquetTable, type TableFile } from './tableRows';
import { tableSource } from './tableSource';

export interface PackOptions {
  readonly entries: readonly Entry[];
  readonly splits: readonly SplitCode[];
  /** Where x.npy goes. */
  readonly file: string;
  readonly skipped: SkippedList;
  readonly signal: AbortSignal;
  readonly workers?: number;
  readonly say: (message: string) => void;
}

export interface SampleSource {
  readonly kind: 'images' | 'rows';
  /** What reads samples beside this program, with its version: with another one there may be more of them. */
  readonly reader?: string;
  /** Answers the entries that are in the array, by index, in its order; and what it holds. */
  readonly pack: (options: PackOptions) => Promise<Packed>;
}

export interface Packed {
  readonly kept: readonly number[];
  readonly layout: 'images' | 'features';
  /** For the report. */
  readonly environment: Readonly<Record<string, string>>;
}

/** @throws DataError where there is no way. */
export async function sourceOf(
  data: WorkspaceData,
  dataset: Pick<Dataset, 'format' | 'reading' | 'grouping'>,
  entries: readonly Entry[],
): Promise<SampleSource> {
  const disk = new DiskSource(data.root);
  if (entries.every(({ media }) => media !== undefined && isImage(media))) {
    return await imageSource(data);
  }
  const { format } = dataset;
  const open = tableOpener(disk, format);
  if (open !== undefined) return tabular(data, dataset, open);
  return {
    kind: 'rows',
    pack: async (options) => {
      const files = [...new Set(options.entries.map(({ file }) => file))];
      return packed(await arraysOf(disk, format, files), options);
    },
  };
}

/** Image files, decoded and brought to one size. */
export async function imageSource({
  root,
  size,
}: Pick<WorkspaceData, 'root' | 'size'>): Promise<SampleSource> {
  const sharp = await installedEngine('sharp');
  const reader = sharp && `sharp ${sharp.packages.sharp}`;
  return {
    kind: 'images',
    ...(reader === undefined ? {} : { reader }),
    pack: async (options) => {
      let told = performance.now();
      const kept = await packImages({
        ...options,
        ...{ root, ...(size === undefined ? {} : { size }) },
        ...(sharp === undefined ? {} : { sharp: sharp.folder }),
        onProgress: (done) => {
          if (performance.now() - told < 2000) return;
          told = performance.now();
          options.say(`Decoded ${done} of ${options.entries.length} images.`);
        },
      });
      const { name } = await jpegDecoder();
      const decoder = reader === undefined ? name : `${name}; others by ${reader}`;
      return { kept, layout: 'images', environment: { decoder } };
    },
  };
}

function tabular(
  { columns }: WorkspaceData,
  { reading, grouping }: Pick<Dataset, 'reading' | 'grouping'>,
  open: (file: string) => Promise<TableFile>,
): SampleSource {
  // What tells groups apart must not be learned from.
  const group = groupColumn(grouping);
  return {
    kind: 'rows',
    pack: async (options) => {
      const label = /^column:(.*)$/s.exec(reading ?? '')?.[1];
      const source = await tableSource(
        {
          ...{ open, others: group === undefined ? [] : [group] },
          ...(columns === undefined ? {} : { columns }),
          ...(label === undefined ? {} : { labelColumn: label }),
        },
        options.entries,
        options.splits,
      );
      return packed(source, options);
    },
  };
}

async function packed(source: RowSource, options: PackOptions): Promise<Packed> {
  const kept = await packRows(source, options);
  return { kept, layout: source.layout, environment: { data: source.description } };
}

/** True for formats whose rows hold more than a label. */
export function isTabular(format: string): boolean {
  return format === 'delimited' || format === 'parquet';
}

function tableOpener(
  disk: DiskSource,
  format: string,
): ((file: string) => Promise<TableFile>) | undefined {
  if (format === 'delimited') return (file) => openDelimited(disk, file);
  if (format === 'parquet') return (file) => openParquetTable(disk, file);
  return undefined;
}

function arraysOf(disk: DiskSource, format: string, files: readonly string[]): Promise<RowSource> {
  switch (format) {
    case 'npy':
      return npySource(disk, files);
    case 'npz':
      return npzSource(disk, files);
    case 'idx':
      return idxSource(disk, files);
    case 'cifar-pickle':
      return Promise.resolve(cifarPickleSource(disk));
    case 'cifar-binary':
      return Promise.resolve(cifarSource(disk));
    default:
      throw new DataError(
        `Datasets of the format “${format}” whose samples are no image files cannot be trained on yet; ` +
          'image folders and lists, CSV, Parquet, NPY, NPZ, IDX and CIFAR files can.',
      );
  }
}
