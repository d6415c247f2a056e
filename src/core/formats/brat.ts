// brat's standoff annotations: an `.ann` file beside each text, a span a line (`T1<tab>Disease 0 7<tab>measles`).
// Must not know other formats.

import type { Claim } from '../claims';
import { eachFile } from '../detect/eachFile';
import type { SplitTally, Tally } from '../tally';
import {
  findLabelFolders,
  folderSources,
  folderUnits,
  type LabelFolder,
  sharedFolder,
} from '../textLabels/smallFiles';
import type { LabelFormat } from './format';

const id = 'brat';
const extension = '.ann';

/** What is counted: spans, or relations between them. */
type Kind = 'spans' | 'relations';

const span = /^T\d+\t(\S+) \d+ \d+(?:;\d+ \d+)*(?:\t|$)/;
const relation = /^R\d+\t(\S+) \w+:\S+ \w+:\S+/;
const other = /^(?:[TREAMN]\d+\t|\*\t|#)/;

const any = (): boolean => true;

export const brat: LabelFormat = {
  id,
  title: 'brat standoff',
  units: ['span', 'instance'],
  notes: {
    detects: '`.ann` files of lines such as `T1<tab>Disease 0 7<tab>measles`',
    splits: 'Folders named like splits',
    remarks:
      'What sets off an event is a span, too. Relations are a second reading; a document is a sample.',
  },

  async *detect(root, signal) {
    const groups = await findLabelFolders(root, signal, { id, accepts: any, look, extension });
    for (const group of groups) {
      yield claimOf(group, 'spans');
      if (group.some(({ found }) => found.includes('relations'))) yield claimOf(group, 'relations');
    }
  },

  plan(claim, _files, root) {
    return Promise.resolve({
      classes: [],
      order: 'text',
      multiLabel: false,
      openVocabulary: false,
      units: folderUnits(claim, root, { kind: claim.options.kind }, { accepts: any, extension }),
      problems: [],
    });
  },

  async count(unit, input, tally, signal) {
    const pattern = unit.options.kind === 'relations' ? relation : span;
    const split = tally.split(unit.split);
    await eachFile(unit, input, tally, signal, (bytes, path) => {
      countFile(new TextDecoder().decode(bytes), path, pattern, tally, split);
    });
  },
};

function countFile(
  text: string,
  path: string,
  pattern: RegExp,
  tally: Tally,
  split: SplitTally,
): void {
  const held = new Set<string>();
  const lines = text.split(/\r?\n/);
  for (const [at, line] of lines.entries()) {
    const label = pattern.exec(line)?.[1];
    if (label !== undefined) {
      held.add(label);
      split.add(tally.labels.indexOfText(label));
    } else if (line.trim() !== '' && !other.test(line)) {
      const message = 'The line is none of brat’s; it is left out.';
      const place = { file: path, line: at + 1, column: 1 };
      tally.problem({ code: 'malformed-annotation', severity: 'warning', ...place, message });
    }
  }
  split.samples += 1;
  if (held.size === 0) split.unlabelled += 1;
  if (held.size > 1) tally.traits.add('multi-label');
  split.recorder?.end(path);
}

function look(lines: readonly string[]): readonly Kind[] | 'empty' | undefined {
  const filled = lines.filter((line) => line.trim() !== '');
  if (filled.length === 0) return 'empty';
  // A note may be broken into lines.
  const own = filled.filter((line) => other.test(line));
  if (own.length * 2 <= filled.length || !own.some((line) => span.test(line))) return undefined;
  return filled.some((line) => relation.test(line)) ? ['spans', 'relations'] : ['spans'];
}

function claimOf(group: readonly LabelFolder<readonly Kind[]>[], kind: Kind): Claim {
  const { folder } = group[0];
  const isSpans = kind === 'spans';
  return {
    format: id,
    name: sharedFolder(group.map((one) => one.folder))?.name ?? folder.name,
    unit: isSpans ? 'span' : 'instance',
    confidence: isSpans ? 0.9 : 0.4,
    evidence: ['.ann files of brat, with a span a line'],
    sources: folderSources(group, extension),
    reading: { id: kind, title: isSpans ? 'the spans' : 'the relations' },
    options: { kind },
  };
}
