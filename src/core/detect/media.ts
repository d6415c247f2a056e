// Extensions of the samples themselves, and folder names that are never classes.
// Must not know formats.

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

const images: ReadonlySet<string> = new Set(imageExtensions);

/** True for a file name or path with an image extension. Asked once a file of the workspace, hence the short way. */
export function isImage(path: string): boolean {
  const dot = path.lastIndexOf('.');
  if (dot <= 0 || path.length - dot > 5) return false;
  const extension = path.slice(dot);
  return images.has(extension) || images.has(extension.toLowerCase());
}

const structural: ReadonlySet<string> = new Set([
  'images',
  'image',
  'img',
  'imgs',
  'jpegimages',
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
