// What a training run is asked to do: the words of `run.json`, the same for every engine and language.
// Must not know how anything is trained; media/schemas/training-run.schema.json says the same as JSON Schema.

import type { SourceRule } from '../claims';
import type { LossDataset, LossSampler, LossSchedule, FamilyParameters } from '../lossConfig/model';
import type { WalkExcludes } from '../ports';

/** Value of `schema`; it marks the file as ours. */
export const runKind = 'class-balance/run';
export const runVersion = 1;

/** `command` is the user's own training script. */
export const engineIds = [
  'probe',
  'pytorch',
  'tensorflow',
  'webgpu',
  'wasm',
  'cpu',
  'command',
] as const;
export type EngineId = (typeof engineIds)[number];

/** Engines that can save the model that won as TensorFlow.js; the others keep models in their own form. */
export function savesModels(engine: EngineId): boolean {
  return engine !== 'pytorch' && engine !== 'command';
}

/** One output of the model, in the trainer's order. `count` is over the training samples of this run. */
export interface RunClass {
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

/**
 * Samples that every engine reads alike, one array file each (NPY, little-endian, C order), beside each other:
 * `x.npy` uint8 (N, height, width, 3) for images, float32 (N, features) for vectors; `y.npy` int32 (N), the class
 * index; `split.npy` uint8 (N): 0 train, 1 val, 2 test.
 */
export interface PackedData {
  readonly kind: 'packed';
  /** Absolute, or relative to the run folder. */
  readonly folder: string;
  readonly layout: 'images' | 'features';
}

/** Image files too large to pack: `samples.jsonl` holds `{"path", "label", "split"}` a line; paths relative to `root`. */
export interface FileData {
  readonly kind: 'files';
  readonly root: string;
  /** Absolute, or relative to the run folder. */
  readonly samples: string;
  /** Shorter side after resizing, in pixels. */
  readonly size: number;
}

/** Not yet prepared: the trainer scans `root`, takes this dataset and packs it into its cache. */
export interface WorkspaceData {
  readonly kind: 'workspace';
  /** Absolute folder that was scanned. */
  readonly root: string;
  /** Id of the dataset in a scan of that folder. */
  readonly dataset: string;
  /** Images are resized to this many pixels a side; their own size where absent and all agree on at most 64. */
  readonly size?: number;
  /** Features of a table, by column name; every usable column where absent. */
  readonly columns?: readonly string[];
  /** What that scan left out; what `.gitignore` files name where absent. */
  readonly excludes?: WalkExcludes;
  /** The user's word on files in that scan; samples that a rule groups are never split apart. */
  readonly rules?: readonly SourceRule[];
  /** Shares of a dataset without such splits, in (0, 1). */
  readonly valShare: number;
  readonly testShare: number;
  /** Keeps only n_max · f^(i/(C−1)) samples of class i for training, f = 1 / factor, as the long-tailed CIFAR sets do. */
  readonly longTail?: number;
}

export type RunData = PackedData | FileData | WorkspaceData;

export interface RunModel {
  /** `torchvision:NAME` and `timm:NAME` for the PyTorch engine. */
  readonly name: 'linear' | 'mlp' | 'small-cnn' | 'resnet20' | 'resnet32' | (string & {});
  /** Width of the hidden layer of `mlp`. */
  readonly hidden?: number;
}

/** One candidate loss. Weights and counts come from the run's classes. */
export interface Arm {
  /** Unique in the run, stable, for people: `cb-softmax β=0.9999`. */
  readonly name: string;
  readonly loss: FamilyParameters & {
    /** A scheme's id, or `none`. */
    readonly scheme: string;
    /** N of the effective number; `null` where it is infinite. Only for that scheme. */
    readonly n?: number | null;
  };
  readonly schedule: LossSchedule;
  readonly sampler: LossSampler;
}

/** Steps of gradient descent; an engine without them (L-BFGS) says so in its environment. */
export interface Optimiser {
  readonly kind: 'sgd' | 'adamw' | 'lbfgs';
  /** Peak learning rate; `null` for the engine's own default for the model. */
  readonly learningRate: number | null;
  readonly momentum: number;
  readonly weightDecay: number;
  readonly batchSize: number;
  readonly warmupEpochs: number;
  /** `steps`: times 0.01 at 80 % and again at 90 % of the epochs (Cui et al.); `cosine`; `none`. */
  readonly decay: 'steps' | 'cosine' | 'none';
}

export interface Budget {
  /** Passes over the training set of one arm and seed, at most. */
  readonly epochs: number;
  /** Wall time of the whole run, over resumes, without what preparing took before it was interrupted; no limit where absent. */
  readonly seconds?: number;
  /** Drops the worse half of the arms at growing budgets; the plain baseline always stays. */
  readonly halving: boolean;
}

export interface RunEngine {
  readonly id: EngineId;
  /** `auto`, `cpu`, `cuda`, `cuda:1`, `mps`, an adapter's name. */
  readonly device: string;
  /** Threads or workers; the engine's choice where absent. */
  readonly workers?: number;
  /** Processes a host and hosts of a torchrun start; 1 where absent. */
  readonly processes?: number;
  readonly nodes?: number;
  readonly rendezvous?: string;
  /** Spread arms and seeds over a Ray cluster. */
  readonly ray?: boolean;
  readonly deterministic: boolean;
  /** `command` only: program and arguments, with ${lossConfig}, ${weightsFile}, ${runFolder}, ${seed}. */
  readonly command?: readonly string[];
}

/** `run.json`: the whole request, so that the run folder alone is enough to resume, plot or audit the run. */
export interface RunRequest {
  readonly $schema?: string;
  readonly schema: typeof runKind;
  readonly version: typeof runVersion;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly created: string;
  /** Name and version of the program that asked. */
  readonly tool: string;
  readonly dataset: LossDataset;
  /** In the trainer's order; empty until the data are prepared. */
  readonly classes: readonly RunClass[];
  readonly data: RunData;
  readonly model: RunModel;
  readonly engine: RunEngine;
  /** The first is the plain baseline. */
  readonly arms: readonly Arm[];
  readonly seeds: readonly number[];
  readonly optimiser: Optimiser;
  readonly budget: Budget;
  /**
   * `sample-mean`: weights are scaled so that their mean over the training samples is 1, so that every arm takes
   * steps of the same size under the same L2; `class-sum`: weights sum to C, as in the paper.
   */
  readonly weightScale: 'sample-mean' | 'class-sum';
  /**
   * Saves the model that won as a graph model of TensorFlow.js, `model/model.json` in the run folder; only for
   * engines that do, see {@link savesModels}.
   */
  readonly savedModel?: 'tfjs';
}
