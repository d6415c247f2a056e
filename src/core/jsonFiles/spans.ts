// Objects that are spans of a text or things in an image: by what keys they are known, and which key is their label.
// Must not know files; judges from a few objects, counts nothing.

import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import { at, isList, textOf } from './sketch';

/** Keys that say where in a text a span lies. */
const inText = [
  ['start', 'end'],
  ['begin', 'end'],
  ['start_offset', 'end_offset'],
  ['start_idx', 'end_idx'],
  ['start_pos', 'end_pos'],
  ['start_char', 'end_char'],
  ['startPos', 'endPos'],
  ['token_start', 'token_end'],
];
/** Keys that say where in an image something lies, in small letters alone: `x_min` is `xmin`. */
const inImage = [
  ...['bbox', 'box', 'fbox', 'vbox', 'boundingbox', 'bndbox', 'box2d', 'rect', 'rectangle'],
  ...['coord', 'coords', 'coordinates', 'points', 'vertices', 'polygon', 'segmentation'],
  ...['x y', 'xmin ymin', 'minx miny', 'left top', 'x1 y1', 'x0 y0', 'cx cy', 'xcenter ycenter'],
].map((keys) => keys.split(' '));

/** True for spans of a text rather than things in an image. */
export function areInText(spans: readonly JsonObject[]): boolean {
  return inText.some((keys) => spans.every((span) => keys.every((key) => key in span)));
}

function areInImage(spans: readonly JsonObject[]): boolean {
  const plain = spans.map((span) => new Set(Object.keys(span).map(plainKey)));
  // Boxes and polygons lie in one list.
  return plain.every((own) => inImage.some((keys) => keys.every((key) => own.has(key))));
}

function plainKey(key: string): string {
  return key.toLowerCase().replace(/[_-]/g, '');
}

/** How a tool calls the form in which something was drawn, which says nothing of what it is. */
const drawnAs =
  /^(?:rect(?:angle)?|square|b(?:ounding)?[_-]?box|box|polygon|polyline|line(?:strip)?|points?|circle|ellipse|mask|bitmap|cuboid|keypoints?)$/i;

/** A text or a whole number. */
export function isScalar(value: JsonValue | undefined): boolean {
  return typeof value === 'string' || Number.isInteger(value);
}

/** Path of the label in objects that are spans of text or boxes in an image, with `[]` behind it where it is a list. */
export function spanLabel(spans: readonly JsonObject[]): string | undefined {
  if (spans.length === 0) return undefined;
  if (!areInText(spans) && !areInImage(spans)) return undefined;
  const names = [
    'label',
    'class',
    'category',
    'tag',
    'name',
    'label_name',
    'class_name',
    'className',
    'tagName',
    'displayName',
    'type',
    'entity_type',
    'entity',
    'category_name',
    'category_id',
    'class_id',
  ];
  const isForm = (name: string): boolean =>
    name === 'type' && spans.every((span) => drawnAs.test(textOf(at(span, name))));
  const scalar = names.find(
    (name) => spans.every((span) => isScalar(at(span, name))) && !isForm(name),
  );
  const several = ['label', 'names'].find((name) =>
    spans.every((span) => {
      const labels = at(span, name);
      return isList(labels) && labels.every(isScalar);
    }),
  );
  return scalar ?? (several === undefined ? undefined : `${several}[]`);
}
