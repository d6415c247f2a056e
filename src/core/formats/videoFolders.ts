// Video class folders: the name of a folder is the class of every clip below it (UCF101, HMDB51, Kinetics).
// Must not know other formats; counts from listings alone.

import type { ClassLayout } from '../detect/classTree';
import type { FolderView } from '../folderView';
import { folderReader } from '../folders/classFolderReader';
import { extensionTest } from '../nameSet';
import type { LabelFormat } from './format';

const id = 'video-folders';
const extensions = '.mp4 .avi .mkv .mov .webm .mpg .mpeg .m4v .wmv .flv'.split(' ');
const isVideo = extensionTest(extensions);
/** Clips of a class, at least: a collection of films has one each. */
const fewClips = 2;

export const videoFolders: LabelFormat = {
  id,
  title: 'Video class folders',
  units: ['clip'],
  notes: {
    detects: '`<root>/[split]/<class>/**/*.mp4` and the other video extensions',
    splits: 'Folders named like splits',
    remarks: 'Folders of a clip each, or named by numbers, are only offered.',
  },

  ...folderReader({
    id,
    unit: 'clip',
    noun: 'video file',
    isSample: (name) => isVideo(name) && !name.startsWith('.'),
    extensions,
    doubt: (layout) => Promise.resolve(areRecordings(layout) ? 0.4 : undefined),
  }),
};

/** Days, cameras, takes or films rather than what is done in them. */
function areRecordings({ names, deep, parts }: ClassLayout): boolean {
  if (deep || names.every((name) => /^\D{0,8}\d+$/.test(name))) return true;
  const clips = parts.flatMap(({ classes }) => classes.map(({ folder }) => clipsBelow(folder)));
  return clips.reduce((sum, count) => sum + count, 0) < clips.length * fewClips;
}

function clipsBelow(folder: FolderView): number {
  const own = folder.files.filter((name) => isVideo(name)).length;
  return folder.folders.reduce((sum, child) => sum + clipsBelow(child), own);
}
