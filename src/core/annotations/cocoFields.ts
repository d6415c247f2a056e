// The keys under which COCO-like files give ids, names and files: those of COCO, else those that others write instead.
// Must not know what is counted.

import type { JsonRow } from '../bytes/jsonSelect';

/** Keys of a category's id; Herbarium’s is `category_id`. */
export const categoryIds = ['id', 'category_id'] as const;

/** Keys of a category's name, the one of COCO first. */
export const categoryNames = [
  'name',
  'title',
  'label',
  'scientificName',
  'scientific_name',
  'common_name',
] as const;

/** Fields of a row of `categories`, in the order that the functions below ask for. */
export const categoryFields: readonly string[] = [
  ...categoryIds,
  'supercategory',
  ...categoryNames,
];
const parentField = categoryIds.length;

/** Fields of a row of `images`. */
export const imageIds = ['id', 'image_id'] as const;
/** Where the row of an image names its file. */
export const imageFile = imageIds.length;

/** The id of a category or image; undefined where it has none. */
export function ownId(row: JsonRow): number | string | undefined {
  return idOf(row, 0) ?? idOf(row, 1);
}

/** The name of a category, '' where no key gives one. */
export function nameOf(row: JsonRow): string {
  for (let field = parentField + 1; field < categoryFields.length; field += 1) {
    const name = row.kind(field) === 'null' ? '' : row.text(field).trim();
    if (name !== '') return name;
  }
  return '';
}

/** The super-category of a category, '' where it has none. */
export function parentOf(row: JsonRow): string {
  return row.text(parentField);
}

/** A number or text; whole numbers are one id however they are written (`1`, `1.0`). */
export function idOf(row: JsonRow, field: number): number | string | undefined {
  const kind = row.kind(field);
  if (kind === 'number') {
    const value = row.number(field);
    return Number.isSafeInteger(value) ? value : row.text(field);
  }
  return kind === 'string' ? row.text(field) : undefined;
}

/** The id that a key of `images` writes, where that is an object of id and file; annotations give it as a number. */
export function idOfKey(key: string): number | string {
  const value = Number(key);
  return Number.isSafeInteger(value) && String(value) === key ? value : key;
}
