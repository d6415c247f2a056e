// Class folders: the name of a folder is the class of every image below it, as torchvision's ImageFolder has it.
// Must not know other formats; counts from listings alone, no file is opened.

import { imageExtensions, isImage } from '../detect/media';
import { folderReader } from '../folders/classFolderReader';
import type { LabelFormat } from './format';

const id = 'class-folders';

export const classFolders: LabelFormat = {
  id,
  title: 'Class folders',
  units: ['image'],
  notes: {
    detects:
      '`<root>/[split/]<class>/**/*.jpg` and the other image extensions; also `<class>/<split>`',
    splits:
      'Folders named like train, val or test, above or below the class folders; lists beside them (`meta/train.txt`)',
    remarks:
      'Counted recursively in the order of torchvision (class names by code point). Images beside the class folders ' +
      'are unlabelled, as are those in a folder `no_label` or `unlabeled` among them; folders of masks or label files are left out; an empty class folder is a class with count 0.',
  },

  // Hidden files are none: archives made on a Mac hold a `._x.jpg` for each `x.jpg`.
  ...folderReader({
    id,
    unit: 'image',
    noun: 'image',
    isSample: (name) => isImage(name) && !name.startsWith('.'),
    extensions: imageExtensions,
    // CVAT and Datumaro put images without a label there.
    unlabelled: /^(?:no_label|unlabell?ed)$/i,
  }),
};
