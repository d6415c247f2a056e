// Audio class folders: the name of a folder is the class of every recording below it (Speech Commands, GTZAN).
// Must not know other formats; counts from listings alone.

import type { ClassLayout } from '../detect/classTree';
import { folderReader } from '../folders/classFolderReader';
import { areRecords } from '../folders/seriesTrees';
import { extensionTest } from '../nameSet';
import type { LabelFormat } from './format';

const id = 'audio-folders';
const extensions = '.wav .flac .mp3 .ogg .opus .m4a .aac .aif .aiff .au .sph .wma'.split(' ');
const isAudio = extensionTest(extensions);

export const audioFolders: LabelFormat = {
  id,
  title: 'Audio class folders',
  units: ['clip'],
  notes: {
    detects: '`<root>/[split/]<class>/**/*.wav` and the other audio extensions',
    splits:
      'Folders named like splits; `validation_list.txt` and `testing_list.txt` of Speech Commands',
    remarks:
      'Background noise is no class. Folders by speaker, named by numbers, and by record, full of numbered tracks, are only offered.',
  },

  ...folderReader({
    id,
    unit: 'clip',
    noun: 'audio file',
    isSample: (name) => isAudio(name) && !name.startsWith('.'),
    extensions,
    notClasses: /^_?background[_ -]?noises?_?$/i,
    lists: { val: 'validation_list.txt', test: 'testing_list.txt' },
    doubt: (layout) => Promise.resolve(areSpeakers(layout) || areRecords(layout) ? 0.4 : undefined),
  }),
};

/** Numbers, or chapters below them: who speaks rather than what is said. Ten digits are words to be told. */
function areSpeakers({ names, below }: ClassLayout): boolean {
  const numbers = names.every((name) => /^(?:id|spk|speaker|p)?[_-]?\d+$/i.test(name));
  const digits = names.length <= 10 && names.every((name) => /^\d$/.test(name));
  const numbered = below === 'groups' && names.every((name) => /^\D{0,12}\d+$/.test(name));
  return below === 'folders' || numbered || (numbers && !digits);
}
