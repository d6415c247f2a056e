// CUB-200 and NABirds: image_class_labels.txt of image ids and class ids, with classes.txt and train_test_split.txt.
// Must not know other formats.

import type { Claim, Source } from '../claims';
import { imageExtensions } from '../detect/media';
import { lookedAt } from '../detect/lookedAt';
import type { FolderView } from '../folderView';
import type { ClassEntry } from '../model';
import { parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import { RowProblems } from '../tables/rowProblems';
import { eachLine } from '../textLabels/eachLine';
import { classOf, Fields, isBlank } from '../textLabels/fields';
import { ImageSplits } from '../textLabels/imageTables';
import { covering, linesOf, textHeadOf, unitsOf } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'cub';
const labels = 'image_class_labels.txt';
const split = 'train_test_split.txt';
const namesLimit = 8 * 1024 * 1024;

export const cub: LabelFormat = {
  id,
  title: 'CUB-200',
  units: ['image'],
  notes: {
    detects: '`image_class_labels.txt` of lines with an image’s id and its class’s id',
    splits: '`train_test_split.txt` (1 is train, 0 test)',
    remarks: 'Names from `classes.txt`; ids count from 1. NABirds has the same form.',
  },

  async *detect(root, signal) {
    for (const folder of root.walk()) {
      const wanted = folder.files.includes(labels) ? folder.ruleFor(labels)?.format : 'ignore';
      if (wanted !== undefined && wanted !== id) continue;
      signal.throwIfAborted();
      const head = await lookedAt({ folder, name: labels }, signal, () =>
        textHeadOf(folder, labels),
      );
      const lines = head?.lines.filter((line) => line.trim() !== '') ?? [];
      const sound = lines.filter((line) => /^\S+\s+\d+\s*$/.test(line)).length;
      if (sound > 0 && sound * 2 >= lines.length) yield claimOf(folder);
    }
  },

  async plan(claim, files, root) {
    const source = claim.sources[0].path;
    const folder = root.at(parentPath(source));
    const splits = folder?.files.includes(split) === true ? folder.pathOf(split) : undefined;
    return {
      classes: await namesOf(folder, files),
      order: 'declared',
      multiLabel: false,
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, splits === undefined ? {} : { splits }),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const splits = new ImageSplits(['test', 'train']);
    const { splits: path } = unit.options;
    if (typeof path === 'string') await splits.read(path, input, tally, signal);
    const fields = new Fields();
    await eachLine(unit, input, tally, signal, (file) => {
      const problems = new RowProblems(tally, file);
      return {
        line: (bytes, start, end, line) => {
          if (isBlank(bytes, start, end)) return;
          const count = fields.cutBlanks(bytes, start, end);
          const name = splits.of(bytes, fields.starts[0], fields.ends[0]) ?? unit.split;
          const to = tally.split(name);
          to.samples += 1;
          const label =
            count < 2
              ? -1
              : classOf(tally, problems, bytes, fields.starts[1], fields.ends[1], line);
          if (label >= 0) {
            to.add(label);
            to.recorder?.end(file, line);
            return;
          }
          to.unlabelled += 1;
          to.recorder?.end(file, line);
          problems.add('missing-label', 'warning', { line, column: 1 }, () => {
            return 'The line names no class; the image is counted as unlabelled.';
          });
        },
        end: () => {
          problems.end();
        },
      };
    });
  },
};

function claimOf(folder: FolderView): Claim {
  const beside = ['classes.txt', split, 'images.txt', 'bounding_boxes.txt'];
  const others = ['attributes', 'parts'].flatMap((name) => folder.folder(name) ?? []);
  const images = folder.folder('images');
  const pictures: Source[] =
    images === undefined
      ? []
      : [{ path: images.path, kind: 'folder', split: 'all', extensions: imageExtensions }];
  return {
    format: id,
    name: folder.name === '' ? labels : folder.name,
    unit: 'image',
    confidence: 0.95,
    evidence: [`${labels}: an image’s id and a class’s id a line`],
    sources: [{ path: folder.pathOf(labels), kind: 'file', split: 'all' }],
    covers: [
      ...covering(
        beside.filter((name) => folder.files.includes(name)).map((name) => folder.pathOf(name)),
      ),
      ...others.map(({ path }): Source => ({ path, kind: 'folder', split: 'all' })),
      ...pictures,
    ],
    options: {},
  };
}

/** `1 001.Black_footed_Albatross`. */
async function namesOf(folder: FolderView | undefined, files: ByteInput): Promise<ClassEntry[]> {
  if (folder?.files.includes('classes.txt') !== true) return [];
  try {
    const bytes = await files.whole(folder.pathOf('classes.txt'), namesLimit);
    return linesOf({ bytes, complete: true }).flatMap((line) => {
      const match = /^(\d+)\s+(\S.*)$/.exec(line.trim());
      return match === null ? [] : [{ id: match[1], name: match[2] }];
    });
  } catch (error) {
    // Names are a help only: without them the ids stand for themselves.
    if (error instanceof SourceError) return [];
    throw error;
  }
}
