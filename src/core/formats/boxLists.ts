// Lists of a picture and its boxes a line, as YOLO in Keras and PyTorch read them: `a.jpg 50,100,150,200,0 30,50,200,120,3`;
// or of a picture and one box a line, its class in quotes: `a.jpg 950 574 1004 620 0 "car"`.
// Must not know other formats.

import { COMMA } from '../bytes/ascii';
import { extensionIn } from '../paths';
import { mediaOfPath } from '../tables/columnProfile';
import { RowProblems } from '../tables/rowProblems';
import { eachLine } from '../textLabels/eachLine';
import { classOf, Fields, isBlank, textOf } from '../textLabels/fields';
import { singleBox, SingleBoxes } from '../textLabels/singleBoxes';
import { labelNotes, namedPlan } from '../textLabels/namedPlan';
import { findTextFiles, sourcesOf, type TextHead } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'box-lists';
const box = /^-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?){3},(\d+)$/;

export const boxLists: LabelFormat = {
  id,
  title: 'Picture and boxes a line',
  units: ['box'],
  notes: {
    detects:
      'text files of lines `image.jpg x,y,x,y,class x,y,x,y,class`, as Keras’ YOLO reads them; or `image.jpg x y x y 0 "class"`',
    splits: 'file and folder names (`2007_train.txt`, `train/_annotations.txt`)',
    remarks:
      'Names from `_classes.txt`, `classes.txt` and the like. A picture without boxes has none.',
  },

  async *detect(root, signal) {
    const extensions = extensionIn('.txt', '.csv');
    const signature = (found: Found): string => `${found.isSingle}`;
    for (const group of await findTextFiles(root, signal, { id, extensions, look, signature })) {
      const labels = group.members.flatMap(({ value }) => value.found.labels);
      yield {
        format: id,
        name: group.name,
        unit: 'box',
        confidence: 0.95,
        evidence: [
          group.members[0].value.found.isSingle
            ? 'each line is a picture, a box and a class in quotes'
            : 'each line is a picture and five numbers a box',
        ],
        sources: sourcesOf(group),
        options: labelNotes(labels),
      };
    }
  },

  plan: (claim, files, root) => namedPlan(claim, files, root, { denseIndexes: true }),

  async count(unit, input, tally, signal) {
    const split = tally.split(unit.split);
    const fields = new Fields();
    tally.traits.add('images');
    await eachLine(unit, input, tally, signal, (file) => {
      const problems = new RowProblems(tally, file);
      const single = new SingleBoxes(file, tally, problems, unit.split);
      return {
        line: (bytes, start, end, line) => {
          if (isBlank(bytes, start, end)) return;
          if (single.take(bytes, start, end, line)) return;
          const count = fields.cutBlanks(bytes, start, end);
          let boxes = 0;
          let path = fields.ends[0];
          split.beginImage();
          for (let at = 1; at < count; at++) {
            const [from, to] = [fields.starts[at], fields.ends[at]];
            const text = textOf(bytes, from, to);
            if (!box.test(text)) {
              // A path may hold blanks.
              if (boxes === 0) path = to;
              else malformed(line, from - start + 1, text, problems);
              continue;
            }
            const label = classOf(
              tally,
              problems,
              bytes,
              bytes.lastIndexOf(COMMA, to - 1) + 1,
              to,
              line,
            );
            if (label >= 0) split.addInImage(label);
            boxes += 1;
          }
          split.samples += 1;
          if (boxes === 0) split.unlabelled += 1;
          split.recorder?.end(file, line, textOf(bytes, fields.starts[0], path));
        },
        end: () => {
          single.end();
          problems.end();
        },
      };
    });
  },
};

function malformed(line: number, column: number, text: string, problems: RowProblems): void {
  problems.add('malformed-row', 'warning', { line, column }, () => {
    return `“${text.slice(0, 60)}” is no box of five numbers; it is not counted.`;
  });
}

interface Found {
  readonly labels: readonly string[];
  readonly isSingle: boolean;
}

/** The classes of the boxes; undefined where the lines are something else. */
function look({ lines }: TextHead): Found | undefined {
  const filled = lines.filter((line) => line.trim() !== '');
  const singles = filled.flatMap((line) => singleBox(line)?.label ?? []);
  if (singles.length > 0 && singles.length === filled.length)
    return { labels: singles, isSingle: true };
  const labels: string[] = [];
  for (const line of filled) {
    const words = line.trim().split(/\s+/);
    const first = words.findIndex((word) => box.test(word));
    const path = words.slice(0, first < 0 ? words.length : first).join(' ');
    if (mediaOfPath(path) !== 'image') return undefined;
    for (const word of first < 0 ? [] : words.slice(first)) {
      const label = box.exec(word)?.[1];
      if (label === undefined) return undefined;
      labels.push(label);
    }
  }
  return labels.length === 0 ? undefined : { labels, isSingle: false };
}
