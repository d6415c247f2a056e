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

const samples: ReadonlySet<string> = new Set([
  ...imageExtensions,
  ...['.wav', '.flac', '.mp3', '.ogg', '.opus', '.m4a', '.aac'],
  ...['.mp4', '.avi', '.mkv', '.mov', '.webm', '.mpg'],
]);

/** True for a file name or path with an image extension. */
export function isImage(path: string): boolean {
  return endsIn(path, images);
}

/** True for the name of an image, a sound or a film. */
export function isSample(path: string): boolean {
  return endsIn(path, samples);
}

/** Asked about each file of the workspace, hence the short way; no extension here is longer than four letters. */
function endsIn(path: string, extensions: ReadonlySet<string>): boolean {
  const dot = path.lastIndexOf('.');
  if (dot <= 0 || path.length - dot > 5) return false;
  const extension = path.slice(dot);
  return extensions.has(extension) || extensions.has(extension.toLowerCase());
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
