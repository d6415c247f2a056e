// Vowpal Wabbit: `label importance 'tag|namespace feature:value …`, several labels (`1,2 |`), costs (`1:0.5 2:1 |`), or actions
// that were tried (`2:0.5:0.3 |`).
// Must not know other formats, nor how a line is taken apart; textLabels/wabbitLine does.

import { RowProblems } from '../tables/rowProblems';
import type { Tally } from '../tally';
import { eachLine, type LineReader } from '../textLabels/eachLine';
import { isBlank, textOf } from '../textLabels/fields';
import { findTextFiles, sourcesOf, type TextHead, unitsOf } from '../textLabels/textFiles';
import { labelsOf, readWabbit, type WabbitKind } from '../textLabels/wabbitLine';
import { extensionOf } from '../paths';
import type { LabelFormat } from './format';

const id = 'vowpal-wabbit';
/** Fewest lines that are judged. */
const enough = 3;

interface Found {
  readonly kind: WabbitKind;
  /** Labels are fractions or hardly recur: a regression. */
  readonly measured: boolean;
}

/** What costs and tried actions say of a class is a reading of many. */
const confidences: Readonly<Record<WabbitKind, number>> = {
  simple: 0.85,
  several: 0.85,
  costs: 0.45,
  actions: 0.35,
};

export const vowpalWabbit: LabelFormat = {
  id,
  title: 'Vowpal Wabbit',
  units: ['row'],
  notes: {
    detects:
      'lines `label [importance] [’tag]|namespace feature:value …`; several labels (`1,2 |`), costs (`1:0.5 2:1 |`), tried actions (`2:0.5:0.3 |`)',
    splits: 'file and folder names (`train.vw`, `test.vw`)',
    remarks:
      'Importance and tag are no labels. Of costs the class of the least cost is counted, of tried actions the action; both are offered only, as are fractions',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles<Found>(root, signal, {
      id,
      extensions: (extension) => /^\.(?:vw|vwdat|txt|dat|data|train|test)$/.test(extension),
      look,
      signature: ({ kind }) => kind,
    });
    for (const group of groups) {
      const { kind } = group.members[0].value.found;
      const measured = group.members.some(({ value }) => value.found.measured);
      yield {
        format: id,
        name: group.name,
        unit: 'row',
        confidence: measured ? 0.3 : confidences[kind],
        evidence: [
          'lines of a label and features in namespaces',
          ...(measured ? ['labels are measures, as for regression'] : []),
        ],
        sources: sourcesOf(group),
        options: { kind },
      };
    }
  },

  async plan(claim, files) {
    const { kind } = claim.options;
    return {
      classes: [],
      order: 'label',
      multiLabel: kind === 'several',
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, { kind }),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    const kind = unit.options.kind as WabbitKind;
    await eachLine(unit, input, tally, signal, (file) => readerOf(kind, tally, file, unit.split));
  },
};

function look({ path, lines }: TextHead): Found | undefined {
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length < enough) return undefined;
  const kind = readWabbit(filled, extensionOf(path).startsWith('.vw'));
  if (kind === undefined) return undefined;
  const labels = filled.flatMap((line) => labelsOf(line, kind));
  const distinct = new Set(labels);
  const areFractions = labels.some((label) => !/^-?\d+$/.test(label));
  return {
    kind,
    measured: areFractions || (labels.length > 20 && distinct.size * 2 > labels.length),
  };
}

function readerOf(kind: WabbitKind, tally: Tally, file: string, name: string): LineReader {
  const split = tally.split(name);
  const problems = new RowProblems(tally, file);
  return {
    line: (bytes, start, end, line) => {
      if (isBlank(bytes, start, end)) return;
      const labels = new Set(labelsOf(textOf(bytes, start, end), kind));
      for (const label of labels) split.add(tally.labels.indexOfText(label));
      split.samples += 1;
      if (labels.size === 0) {
        split.unlabelled += 1;
        problems.add('missing-label', 'information', { line, column: 1 }, () => {
          return 'The line has features and no label; it is counted as unlabelled.';
        });
      }
      split.recorder?.end(file, line);
    },
    end: () => {
      problems.end();
    },
  };
}
