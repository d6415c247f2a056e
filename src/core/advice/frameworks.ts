// Which frameworks a project uses, by what its files name, and the export targets that suit them.
// Knows the ids of targets, not the targets; reads no files.

import { isOwnFile } from '../ownFiles';
import { namesIn, type NamedThing, type ProjectText } from './projectNames';

/** A framework that a project seems to use. */
export interface FrameworkGuess {
  readonly framework: string;
  /** Ids of exporters, the likeliest first. */
  readonly exporters: readonly string[];
  /** Higher is likelier; comparable within one answer only. */
  readonly score: number;
  /** The strongest reason, as `shown` stands in `path`. */
  readonly evidence: { readonly shown: string; readonly path: string };
  /** How many files name it. */
  readonly files: number;
}

interface Rule {
  readonly framework: string;
  readonly exporters: readonly string[];
  /** Words of `names`, separated by blanks. */
  readonly modules?: string;
  readonly packages?: string;
  readonly configs?: string;
  /** What is built on another framework beats it; helpers that every project imports stand back. */
  readonly standing: number;
}

const rule = (
  framework: string,
  exporters: string,
  names: Pick<Rule, 'modules' | 'packages' | 'configs'>,
  standing = 0,
): Rule => ({ framework, exporters: exporters.split(' '), ...names, standing });

/** Built on another framework of the list. */
const above = 1.5;
/** Imported for its helpers by users of the others. */
const helper = -1.5;

const rules: readonly Rule[] = [
  rule('PyTorch', 'pytorch pytorch-bce pytorch-sampler', {
    modules: 'torch torchvision',
    packages: 'torch torchvision pytorch pytorch-cuda',
  }),
  rule(
    'Lightning',
    'lightning',
    { modules: 'lightning pytorch_lightning', packages: 'lightning pytorch-lightning' },
    above,
  ),
  rule(
    'Hugging Face',
    'hugging-face',
    { modules: 'transformers', packages: 'transformers' },
    above,
  ),
  rule('timm', 'timm', { modules: 'timm', packages: 'timm pytorch-image-models' }, above),
  rule('fastai', 'fastai', { modules: 'fastai', packages: 'fastai' }, above),
  rule('Keras', 'keras keras-sample-weight', {
    modules: 'keras tensorflow tf_keras',
    packages: 'keras tf-keras tensorflow tensorflow-cpu tensorflow-gpu tensorflow-macos tf-nightly',
  }),
  rule('TensorFlow.js', 'tfjs', {
    packages: 'npm:@tensorflow/tfjs npm:@tensorflow/tfjs-node npm:@tensorflow/tfjs-node-gpu',
  }),
  rule(
    'scikit-learn',
    'scikit-learn',
    { modules: 'sklearn imblearn', packages: 'scikit-learn sklearn imbalanced-learn' },
    helper,
  ),
  rule('XGBoost', 'xgboost weight-file', { modules: 'xgboost', packages: 'xgboost py-xgboost' }),
  rule('LightGBM', 'lightgbm weight-file', { modules: 'lightgbm', packages: 'lightgbm' }),
  rule('CatBoost', 'catboost', { modules: 'catboost', packages: 'catboost' }),
  rule(
    'MMDetection',
    'mmdetection class-balanced-dataset',
    { modules: 'mmdet', packages: 'mmdet mmdetection', configs: 'bbox_head' },
    above,
  ),
  rule(
    'MMPretrain',
    'mmpretrain class-balanced-dataset',
    { modules: 'mmpretrain mmcls', packages: 'mmpretrain mmcls', configs: 'ImageClassifier' },
    above,
  ),
  rule(
    'MMSegmentation',
    'mmsegmentation',
    { modules: 'mmseg', packages: 'mmsegmentation', configs: 'decode_head' },
    above,
  ),
  rule(
    'Detectron2',
    'detectron2 detectron2-image-count',
    { modules: 'detectron2', packages: 'detectron2', configs: '_BASE_' },
    above,
  ),
  rule(
    'Ultralytics',
    'ultralytics ultralytics-list',
    { modules: 'ultralytics', packages: 'ultralytics yolov5', configs: 'names:' },
    above,
  ),
  rule('JAX', 'optax', { modules: 'jax flax optax', packages: 'jax flax optax' }),
  rule('PaddlePaddle', 'paddle', {
    modules: 'paddle',
    packages: 'paddlepaddle paddlepaddle-gpu paddle',
  }),
  rule('spaCy', 'spacy', { modules: 'spacy', packages: 'spacy', configs: '[nlp]' }),
  rule('Flair', 'flair', { modules: 'flair', packages: 'flair' }, above),
];

/** What runs beats what is only installed. */
const strengths = { module: 4, config: 3, package: 2 } as const satisfies Record<
  NamedThing['kind'],
  number
>;

const ruleOf = new Map(
  rules.flatMap((one) =>
    (['module', 'package', 'config'] as const).flatMap((kind) =>
      (one[`${kind}s`]?.split(' ') ?? []).map((name) => [`${kind} ${name}`, one] as const),
    ),
  ),
);

/**
 * The frameworks that the texts name, the likeliest first; the same for any order of the texts. Files that this
 * program wrote say nothing of the project.
 */
export function guessFrameworks(texts: readonly ProjectText[]): readonly FrameworkGuess[] {
  const seen = new Map<Rule, Map<string, NamedThing>>();
  const ordered = texts.filter(({ text }) => !isOwn(text)).toSorted(byDepthAndPath);
  for (const text of ordered) {
    for (const thing of namesIn(text)) {
      const hit = ruleOf.get(`${thing.kind} ${thing.name}`);
      if (hit === undefined) continue;
      const files = seen.get(hit) ?? new Map<string, NamedThing>();
      const known = files.get(text.path);
      const isStronger = known === undefined || strengths[thing.kind] > strengths[known.kind];
      if (isStronger) seen.set(hit, files.set(text.path, thing));
    }
  }
  return [...seen].map(judge).toSorted((a, b) => b.score - a.score || order(a) - order(b));
}

function judge([{ framework, exporters, standing }, files]: readonly [
  Rule,
  ReadonlyMap<string, NamedThing>,
]): FrameworkGuess {
  // Sorting is stable: of equals, the file that came first stays first.
  const [[path, best]] = [...files].toSorted(
    ([, a], [, b]) => strengths[b.kind] - strengths[a.kind],
  );
  const score = strengths[best.kind] + standing + Math.min(files.size, 10) / 10;
  return { framework, exporters, score, evidence: { shown: best.shown, path }, files: files.size };
}

const order = ({ framework }: FrameworkGuess): number =>
  rules.findIndex((one) => one.framework === framework);

function byDepthAndPath(a: ProjectText, b: ProjectText): number {
  const depth = (path: string): number => path.split('/').length;
  return depth(a.path) - depth(b.path) || (a.path < b.path ? -1 : Number(a.path > b.path));
}

const isOwn = (text: string): boolean => isOwnFile(new TextEncoder().encode(text.slice(0, 4096)));
