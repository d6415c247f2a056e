// Masks in other formats than PNG, which are not counted: JPEG blurs class numbers, TIFF, GIF and BMP are not decoded here.
// Must not know pixels.

import { isClassAmong } from '../detect/folderWords';
import { extensionOf } from '../paths';
import type { FolderView } from '../folderView';
import type { Problem } from '../problems';
import { isSurelyMasks } from './maskNames';

const lossy = ['.jpg', '.jpeg', '.webp'];
const undecoded = ['.tif', '.tiff', '.gif', '.bmp'];

/** One problem for each folder of masks that holds such images and no PNG. */
export function* otherMasks(root: FolderView): Generator<Problem> {
  for (const folder of root.walk()) {
    if (!isSurelyMasks(folder.name) || folder.files.some((name) => /\.png$/i.test(name))) continue;
    const siblings = folder.parent?.folders.map(({ name }) => name) ?? [];
    if (isClassAmong(folder.name, siblings)) continue;
    const blurred = folder.files.filter((name) => lossy.includes(extensionOf(name)));
    const others = folder.files.filter((name) => undecoded.includes(extensionOf(name)));
    const masks = blurred.length > 0 ? blurred : others;
    if (masks.length === 0) continue;
    const kind = extensionOf(masks[0]).slice(1).toUpperCase();
    const why =
      blurred.length > 0
        ? 'JPEG and WebP change the values of pixels, so that class numbers cannot be read from them. Take the masks ' +
          'that they were made from or, for two classes, make them black and white again and save them as PNG'
        : 'only PNG is read. Save them as PNG';
    const message =
      `The ${masks.length} masks in ${folder.path} are ${kind} files and are not counted: ${why}: python -c "from PIL import ` +
      `Image; Image.open('a${extensionOf(masks[0])}')${blurred.length > 0 ? ".convert('1', dither=0)" : ''}.save('a.png')".`;
    yield { code: 'masks-not-png', severity: 'warning', file: folder.pathOf(masks[0]), message };
  }
}
