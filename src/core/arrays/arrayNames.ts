// What the name of an array or variable promises: labels, class names, something else; and the split it carries.
// Must not know files or values.

import { splitOfWord } from '../detect/splits';
import type { SplitName } from '../model';
import { wordsOf } from '../tables/tableSample';

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const labelWords = words(
  `y ys label labels lbl lbls target targets class classes category categories gt groundtruth truth gnd ans species diagnosis
   sentiment imagelabels annotation annotations tag tags`,
);
const maskWords = words('mask masks seg segs segmentation segmentations semantic');
const otherWords = words(
  `x xs data image images img imgs feature features feat feats embedding embeddings weight weights mean std var pred
   preds prediction predictions predicted prob probs probability score scores logit logits index indices idx ids path
   paths file files filename filenames bbox bboxes box boxes loss losses acc accuracy hist coords coord count counts
   freq map text texts token tokens length lengths name names hat noise noisy fold folds anchors norm size sizes
   present inst instance instances attention input inputs history metrics uncertainty grad grads range step steps key keys`,
);
const behind = words(
  'set sets split idx1 arr array np npy mnist cifar one hot onehot encoded all ids id int',
);

export interface ArrayName {
  readonly role: 'labels' | 'masks' | 'names' | 'unknown' | 'other';
  readonly split: SplitName;
  /** The name without its split, equal for `train_labels` and `val_labels`. */
  readonly rest: string;
}

/** Reads `y_train`, `trainLabels`, `val_masks`, `label_names`, `ytest`. */
export function readArrayName(name: string): ArrayName {
  const glued = name.replace(
    /^(y|labels?|targets?)[_-]?(tr|te|va)$/i,
    (_, word: string, end: string) => {
      return `${word}_${{ tr: 'train', te: 'test', va: 'val' }[end.toLowerCase()] ?? end}`;
    },
  );
  const parts = wordsOf(glued.replace(/^(y|x)(train|test|val|valid|dev)/i, '$1_$2'));
  const split = parts.map(splitOfWord).find((word) => word !== undefined) ?? 'all';
  const rest = parts.filter((part) => splitOfWord(part) === undefined && !/^\d+$/.test(part));
  return { role: roleOf(rest), split, rest: rest.join('_') };
}

/** Names of classes, whatever they are written as. */
const listsOfNames =
  /^(?:list_class(?:es)?|class(?:es)?_list|(?:all)?class(?:es)?_?names?|unique_(?:labels|classes)|mapping)$/;

function roleOf(parts: readonly string[]): ArrayName['role'] {
  if (listsOfNames.test(parts.join('_'))) return 'names';
  const hasLabel = parts.some((part) => labelWords.has(part));
  if (parts.some((part) => part === 'names' || part === 'name')) {
    return hasLabel ? 'names' : 'other';
  }
  if (parts.some((part) => otherWords.has(part) && !behind.has(part))) return 'other';
  if (parts.some((part) => maskWords.has(part))) return 'masks';
  return hasLabel ? 'labels' : 'unknown';
}
