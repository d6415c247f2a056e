// Split lists of HMDB51, a file a class: `brush_hair_test_split1.txt` with a film and 1 (train), 2 (test) or 0 (neither) a line.
// Must not know other formats.

import type { Claim, Source } from '../claims';
import { batches } from '../detect/eachFile';
import { folderLookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import { compareText } from '../order';
import { baseName } from '../paths';
import { mediaOfPath } from '../tables/columnProfile';
import { RowProblems } from '../tables/rowProblems';
import { eachLine } from '../textLabels/eachLine';
import { Fields, integerIn, isBlank, textOf } from '../textLabels/fields';
import { linesOf } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'hmdb51';
const fileName = /^(.+)_test_split(\d+)\.txt$/i;
const splits = ['unused', 'train', 'test'] as const;
/** Files of a folder that are looked at. */
const looks = 3;

export const hmdb51: LabelFormat = {
  id,
  title: 'HMDB51 split lists',
  units: ['clip'],
  notes: {
    detects: '`<class>_test_split1.txt` of lines with a film and 0, 1 or 2, a file a class',
    splits: '1 is train, 2 is test; films of 0 are in neither and left out',
    remarks: 'The first way to split is counted, the others are offered beside it.',
  },

  async *detect(root, signal) {
    for (const folder of root.walk()) {
      const names = folder.labelFiles.filter((name) => fileName.test(name));
      if (names.length < 2) continue;
      signal.throwIfAborted();
      const look = (): Promise<boolean> => areLists(folder, names.slice(0, looks));
      if ((await folderLookedAt(folder, signal, look)) !== true) continue;
      const ways = new Set(names.map((name) => Number(fileName.exec(name)?.[2])));
      const [first] = [...ways].sort((a, b) => a - b);
      for (const way of ways) yield claimOf(folder, names, way, way === first);
    }
  },

  plan(claim) {
    const paths = claim.sources.map(({ path }) => path);
    return Promise.resolve({
      classes: paths
        .map(classOf)
        .sort(compareText)
        .map((name) => ({ id: name, name })),
      order: 'declared',
      multiLabel: false,
      openVocabulary: false,
      units: batches(paths).map((some) => {
        return { format: id, split: 'all', paths: some, bytes: some.length * 3000, options: {} };
      }),
      problems: [],
    });
  },

  async count(unit, input, tally, signal) {
    const fields = new Fields();
    await eachLine(unit, input, tally, signal, (file) => {
      const problems = new RowProblems(tally, file);
      const label = tally.labels.indexOfText(classOf(file));
      let unused = 0;
      return {
        line: (bytes, start, end, line) => {
          if (isBlank(bytes, start, end)) return;
          const last = fields.cutBlanks(bytes, start, end) - 1;
          const mark = last < 1 ? -1 : integerIn(bytes, fields.starts[last], fields.ends[last]);
          const split = mark < 0 ? undefined : splits.at(mark);
          if (split === undefined) {
            problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
              return 'The line is no film and 0, 1 or 2; it is not counted.';
            });
          } else if (split === 'unused') {
            unused += 1;
          } else {
            const counted = tally.split(split);
            counted.samples += 1;
            counted.add(label);
            const path = textOf(bytes, fields.starts[0], fields.ends[last - 1]);
            counted.recorder?.end(file, line, path);
          }
        },
        end: () => {
          problems.end();
          if (unused === 0) return;
          const message = `${unused} films are in neither split (0); they are left out.`;
          tally.problem({ code: 'not-in-a-split', severity: 'information', file, message });
        },
      };
    });
  },
};

function classOf(path: string): string {
  return fileName.exec(baseName(path))?.[1] ?? '';
}

async function areLists(folder: FolderView, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    const head = await folder.head(name);
    const lines = head === undefined ? [] : linesOf(head).filter((line) => line.trim() !== '');
    const areFilms = lines.every((line) => {
      const match = /^(\S.*\S)\s+[012]$/.exec(line.trim());
      return match !== null && mediaOfPath(match[1]) === 'video';
    });
    if (lines.length === 0 || !areFilms) return false;
  }
  return true;
}

function claimOf(
  folder: FolderView,
  names: readonly string[],
  way: number,
  isFirst: boolean,
): Claim {
  const own = names.filter((name) => Number(fileName.exec(name)?.[2]) === way);
  return {
    format: id,
    name: `${folder.name} (split ${way})`,
    unit: 'clip',
    confidence: isFirst ? 0.95 : 0.45,
    evidence: [`${own.length} lists of films, one a class, with 0, 1 or 2 for each film`],
    sources: own.map((name): Source => {
      return { path: folder.pathOf(name), kind: 'file', split: 'all' };
    }),
    options: {},
  };
}
