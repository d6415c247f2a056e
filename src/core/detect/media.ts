// Extensions of the samples themselves, and folder names that are never classes.
// Must not know formats.

import { extensionTest } from '../nameSet';

/** Image files as torchvision, Keras and the usual loaders read them. */
export const imageExtensions: readonly string[] = [
  '.jpg',
  '.jpeg',
  '.png',
  '.bmp',
  '.webp',
  '.tif',
  '.tiff',
  '.ppm',
  '.pgm',
  '.gif',
  '.jfif',
  '.avif',
  '.heic',
];

/** True for a file name or path with an image extension. */
export const isImage = extensionTest(imageExtensions);

/** True for the name of an image, a sound or a film. */
export const isSample = extensionTest([
  ...imageExtensions,
  ...['.wav', '.flac', '.mp3', '.ogg', '.opus', '.m4a', '.aac'],
  ...['.mp4', '.avi', '.mkv', '.mov', '.webm', '.mpg'],
]);

const structural: ReadonlySet<string> = new Set([
  'images',
  'image',
  'img',
  'imgs',
  'jpegimages',
  'img_dir',
  'images_png',
  'labels',
  'label',
  'labeltxt',
  'masks',
  'mask',
  'annotations',
  'annotation',
  'anns',
  'ann',
  'segmentationclass',
  'segmentationobject',
  'imagesets',
  'ground_truth',
  'data',
  'dataset',
  'datasets',
]);

/** True for folder names that say what kind of file lies there rather than which class. */
export function isStructuralFolder(name: string): boolean {
  return structural.has(name.toLowerCase()) || name.startsWith('.') || name === '__MACOSX';
}
