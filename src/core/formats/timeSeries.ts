// The time series archives' `.ts` files: a header that declares the classes, then a series a line with its class at the end.
// Must not know other formats.

import type { ClassEntry } from '../model';
import { trimmedRange } from '../textLabels/fields';
import { countLabelledLines, type LabelledLine } from '../textLabels/labelledLines';
import { findTextFiles, sourcesOf, type TextHead, unitsOf } from '../textLabels/textFiles';
import type { LabelFormat } from './format';

const id = 'time-series';

const HASH = 35;
const COLON = 58;
const AT = 64;

export const timeSeries: LabelFormat = {
  id,
  title: 'Time series (.ts)',
  units: ['row'],
  notes: {
    detects:
      '`…_TRAIN.ts` and `…_TEST.ts` with `@classLabel true …` and `@data`, as aeon and sktime read them',
    splits: 'file names (`GunPoint_TRAIN.ts`, `GunPoint_TEST.ts`)',
    remarks: 'Series to be predicted a number for (`@targetLabel`) hold no classes.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles<readonly string[]>(root, signal, {
      id,
      extensions: (extension) => extension === '.ts',
      // Code has the same extension, and tests of it nearly the same names.
      accepts: (name) => /_(?:TRAIN|TEST)\.ts(?:\.gz)?$/.test(name),
      look,
      signature: (classes) => classes.join(' '),
    });
    for (const group of groups) {
      yield {
        format: id,
        name: group.name,
        unit: 'row',
        confidence: 0.95,
        evidence: ['a header with @classLabel, and a class behind each series'],
        sources: sourcesOf(group),
        options: { classes: group.members[0].value.found },
      };
    }
  },

  async plan(claim, files) {
    const names = claim.options.classes as readonly string[];
    return {
      classes: names.map((name): ClassEntry => ({ id: name, name })),
      order: 'declared',
      multiLabel: false,
      openVocabulary: false,
      units: await unitsOf(id, claim.sources, files, {}),
      problems: [],
    };
  },

  async count(unit, input, tally, signal) {
    await countLabelledLines(unit, input, tally, signal, 'series', take);
  },
};

/** The classes that the header declares; undefined where it declares none. */
function look({ lines }: TextHead): readonly string[] | undefined {
  const said = lines.map((line) => /^\s*@classLabel\s+true\s+(\S.*)$/i.exec(line)?.[1]);
  const names = said
    .find((line) => line !== undefined)
    ?.trim()
    .split(/[\s,]+/);
  return names;
}

/** The class stands behind the last colon; lines of the header and remarks are no series. */
function take(bytes: Uint8Array, start: number, end: number): LabelledLine | undefined {
  const [from, to] = trimmedRange(bytes, start, end);
  if (bytes[from] === AT || bytes[from] === HASH) return undefined;
  const colon = bytes.subarray(from, to).lastIndexOf(COLON);
  const label = trimmedRange(bytes, from + colon + 1, to);
  return { labels: colon < 0 || label[0] === label[1] || isUnknown(bytes, label) ? [] : [label] };
}

/** `?`, as the test sets of a contest have it. */
function isUnknown(bytes: Uint8Array, [from, to]: readonly [number, number]): boolean {
  return to === from + 1 && bytes[from] === 63;
}
