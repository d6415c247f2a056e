// Class folders of shapes in three dimensions: the name of a folder is the class of every mesh or point cloud below it.
// Must not know other formats; counts from listings alone.

import type { ClassLayout } from '../detect/classTree';
import { folderReader } from '../folders/classFolderReader';
import { extensionTest } from '../nameSet';
import type { LabelFormat } from './format';

const id = 'shape-folders';
const extensions = '.off .obj .ply .stl .pcd'.split(' ');
const isShape = extensionTest(extensions);
/** Materials and pictures that a mesh is shown with. */
const isMaterial = extensionTest('.mtl .png .jpg .jpeg .tga .dds .gltf .fbx .blend'.split(' '));
/** Shapes of a class, at least: a program has one or two of each thing that it shows. */
const fewShapes = 2;

export const shapeFolders: LabelFormat = {
  id,
  title: 'Shape class folders',
  units: ['instance'],
  notes: {
    detects:
      '`<root>/[split/]<class>/**/*.off` and `.obj`, `.ply`, `.stl`, `.pcd`; also `<class>/<split>` (ModelNet)',
    splits: 'Folders named like splits, above or below the class folders',
    remarks:
      'Folders of one shape each, of shapes with their materials, as programs show them, and of parts to print are only offered.',
  },

  ...folderReader({
    id,
    unit: 'instance',
    noun: 'shape',
    isSample: (name) => isShape(name) && !name.startsWith('.'),
    extensions,
    doubt: (layout) => Promise.resolve(areModels(layout) ? 0.4 : undefined),
  }),
};

/** What a program shows, or the parts of one thing to be printed, rather than what is to be told apart. */
function areModels({ parts, shape, deep, names }: ClassLayout): boolean {
  const folders = parts.flatMap(({ classes }) => classes.map(({ folder }) => folder));
  const lists = folders.map((folder) => [...folder.walk()].flatMap((at) => at.files));
  const shapes = lists.flat().filter((name) => isShape(name)).length;
  if (deep || shapes < names.length * fewShapes || lists.flat().some((name) => isMaterial(name)))
    return true;
  return shape === 'flat' && !lists.every((files) => areNumbered(files.filter(isShape)));
}

/** `chair_0001.off`, `chair_0002.off`; the parts of a thing have names of their own. */
function areNumbered(files: readonly string[]): boolean {
  return new Set(files.map((name) => name.replace(/\d+/g, '#'))).size <= 1;
}
