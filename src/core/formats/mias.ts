// MIAS' list of mammograms (Info.txt): a film and a finding a line, as codes behind one another.
// Must not know other formats.

import type { Claim } from '../claims';
import { extensionIn } from '../paths';
import { RowProblems } from '../tables/rowProblems';
import { pack } from '../tables/packed';
import { eachLine } from '../textLabels/eachLine';
import { Fields, textOf } from '../textLabels/fields';
import { findTextFiles, sourcesOf, type TextHead } from '../textLabels/textFiles';
import { undeclaredPlan } from '../textLabels/undeclaredPlan';
import type { LabelFormat } from './format';

const id = 'mias';
/** Reference, tissue, abnormality; then severity and where the abnormality lies, which films may lack. */
const film = /^\S+\s+[FGD]\s+(?:CALC|CIRC|SPIC|MISC|ARCH|ASYM|NORM)(?:\s+[BM](?:\s.*)?)?$/;
/** Fewer lines may be anybody's codes. */
const fewestFilms = 3;

const readings = [
  { key: 'abnormality', field: 2, title: 'the class of abnormality', confidence: 0.9 },
  { key: 'severity', field: 3, title: 'the severity of abnormalities', confidence: 0.45 },
  { key: 'tissue', field: 1, title: 'the background tissue', confidence: 0.4 },
] as const;

export const mias: LabelFormat = {
  id,
  title: 'MIAS mammograms',
  units: ['row'],
  notes: {
    detects:
      'text files such as `Info.txt` whose lines are a film, its tissue (`F`, `G`, `D`) and an abnormality (`CIRC`, `NORM`, …)',
    splits: 'none',
    remarks:
      'A film with several abnormalities has a line each. Severity (`B`, `M`) and tissue are readings of the same lines; ' +
      'normal films have no severity.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles(root, signal, {
      id,
      extensions: extensionIn('.txt'),
      accepts: (name) => /info|mias|mammo|truth|label|data/i.test(name),
      look,
    });
    for (const group of groups) {
      for (const { key, title, confidence } of readings) {
        yield {
          format: id,
          name: group.name,
          unit: 'row',
          confidence,
          evidence: ['lines of a film, its tissue and the code of an abnormality'],
          sources: sourcesOf(group),
          reading: { id: key, title },
          options: pack({ key }),
        } satisfies Claim;
      }
    }
  },

  plan: (claim, files) => undeclaredPlan(claim, files, 'label'),

  async count(unit, input, tally, signal) {
    const field = readings.find(({ key }) => key === unit.options.key)?.field ?? 2;
    const fields = new Fields();
    await eachLine(unit, input, tally, signal, (file) => {
      const problems = new RowProblems(tally, file);
      const split = tally.split(unit.split);
      let films = 0;
      return {
        line: (bytes, start, end, line) => {
          const text = textOf(bytes, start, end).trim();
          if (!film.test(text)) {
            // The file begins with what its columns are.
            if (films > 0 && text !== '') sayMalformed(problems, line);
            return;
          }
          films += 1;
          const count = fields.cutBlanks(bytes, start, end);
          const { starts, ends } = fields;
          split.samples += 1;
          if (field < count) split.add(tally.labels.indexOf(bytes, starts[field], ends[field]));
          else split.unlabelled += 1;
          split.recorder?.end(file, line, textOf(bytes, starts[0], ends[0]));
        },
        end: () => {
          problems.end();
        },
      };
    });
  },
};

function look({ lines }: TextHead): true | undefined {
  const films = lines.filter((line) => film.test(line.trim())).length;
  const filled = lines.filter((line) => line.trim() !== '').length;
  return films >= fewestFilms && films * 3 >= filled ? true : undefined;
}

function sayMalformed(problems: RowProblems, line: number): void {
  problems.add('malformed-row', 'warning', { line, column: 1 }, () => {
    return 'The line is no film with its tissue and abnormality; it is not counted.';
  });
}
