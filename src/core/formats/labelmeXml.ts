// LabelMe of the MIT: XML files, one an image, polygons (or masks) with a name.
// Must not know other formats; files are read by xmlFiles/labelmeXmlReader.

import { splitPlaceOf } from '../annotations/splitGroups';
import type { Source, WorkUnit } from '../claims';
import { batches, eachFile } from '../detect/eachFile';
import type { FolderView } from '../folderView';
import type { SplitName } from '../model';
import { xmlFolders, type XmlFolder } from '../xmlFiles/catalog';
import { LabelMeXmlReader } from '../xmlFiles/labelmeXmlReader';
import type { LabelFormat } from './format';

const id = 'labelme-xml';
const bytesPerFile = 4000;

export const labelmeXml: LabelFormat = {
  id,
  title: 'LabelMe (MIT, XML)',
  units: ['instance'],
  notes: {
    detects: 'XML files with the root `annotation` and `object/polygon` or `object/deleted`',
    splits: 'Folder names',
    remarks:
      'Deleted objects (deleted = 1) are left out. Blanks and line breaks in names are one blank.',
  },

  async *detect(root, signal) {
    const groups = new Map<string, { folder: XmlFolder; split: SplitName }[]>();
    for (const folder of await xmlFolders(root, signal)) {
      if (!isLabelMe(folder)) continue;
      const { key, split } = splitPlaceOf(folder.folder.pathOf('x'));
      groups.set(key, [...(groups.get(key) ?? []), { folder, split }]);
    }
    for (const parts of groups.values()) {
      const [{ folder: first }] = parts;
      yield {
        format: id,
        name: first.folder.name === '' ? 'LabelMe' : first.folder.name,
        unit: 'instance',
        confidence: 0.95,
        evidence: ['XML files with the root annotation and polygons of objects'],
        sources: parts.map(({ folder, split }): Source => ({
          path: folder.folder.path,
          kind: 'folder',
          split,
          extensions: ['.xml'],
        })),
        covers: parts.flatMap(({ folder }) => drawnBeside(folder.folder)),
        options: {},
      };
    }
  },

  plan(claim, _files, root) {
    const units = claim.sources.flatMap(({ path, split }): WorkUnit[] => {
      const folder = root.at(path);
      const names = folder?.files.filter((name) => /\.xml$/i.test(name) && !name.startsWith('.'));
      return batches(names?.map((name) => folder?.pathOf(name) ?? name) ?? []).map((paths) => ({
        ...{ format: id, split, paths, bytes: paths.length * bytesPerFile, options: {} },
      }));
    });
    const plan = { classes: [], order: 'text', multiLabel: false, openVocabulary: false } as const;
    return Promise.resolve({ ...plan, units, problems: [] });
  },

  async count(unit, input, tally, signal) {
    const reader = new LabelMeXmlReader(tally, unit.split);
    await eachFile(unit, input, tally, signal, (bytes, path) => {
      reader.read(bytes, path);
    });
  },
};

/** The tool keeps the masks and scribbles of objects in trees beside that of the annotations. */
function drawnBeside(folder: FolderView): Source[] {
  let at: FolderView | undefined = folder;
  while (at !== undefined && !/^annotations$/i.test(at.name)) at = at.parent;
  const drawn = at?.parent?.folders.filter(({ name }) => /^(?:masks|scribbles)$/i.test(name)) ?? [];
  return drawn.map(({ path }) => ({ path, kind: 'folder', split: 'all' }));
}

function isLabelMe({ files }: XmlFolder): boolean {
  const annotations = files.filter(({ sketch }) => sketch.root === 'annotation');
  const has = (...ends: readonly string[]): number =>
    annotations.filter(({ sketch: { paths } }) =>
      ends.some((end) => paths.has(`annotation/object/${end}`)),
    ).length;
  const boxes = has('bndbox', 'robndbox');
  return has('polygon/pt', 'deleted', 'segm') > boxes && annotations.length * 2 > files.length;
}
