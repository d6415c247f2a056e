// CoNLL-U, the format of Universal Dependencies: ten tab-separated fields a word; also CoNLL-X and CoNLL-U Plus.
// Must not know other formats, nor how a line is counted; textLabels/conlluReader does.

import type { Claim } from '../claims';
import { pack } from '../tables/packed';
import type { SplitGroup } from '../tables/splitGroups';
import { ConlluReader, kindOfId } from '../textLabels/conlluReader';
import { eachLine } from '../textLabels/eachLine';
import { findTextFiles, sourcesOf, type TextFile, type TextHead } from '../textLabels/textFiles';
import { undeclaredPlan } from '../textLabels/undeclaredPlan';
import type { LabelFormat } from './format';

const id = 'conllu';
const usual = 'ID FORM LEMMA UPOS XPOS FEATS HEAD DEPREL DEPS MISC'.split(' ');
/** Columns that hold classes, the likeliest first. */
const wanted = ['UPOS', 'XPOS', 'DEPREL'];

interface Found {
  readonly columns: readonly string[];
  /** Those of {@link wanted} that are filled in. */
  readonly filled: readonly string[];
  /** Propositions follow, a column for each predicate of the sentence; or the last fields may be left out. */
  readonly open: boolean;
  /** Blanks stand between the fields instead of tabs. */
  readonly blanks: boolean;
}

interface Notes {
  readonly column: number;
  /** 0 where their number differs from sentence to sentence. */
  readonly columns: number;
  readonly blanks?: boolean;
}

export const conllu: LabelFormat = {
  id,
  title: 'CoNLL-U',
  units: ['token'],
  notes: {
    detects:
      'ten tab-separated fields a word (`.conllu`, `.conll`), or those that `# global.columns` names',
    splits: 'file and folder names (`en_ewt-ud-train.conllu`)',
    remarks:
      'Universal part-of-speech tags are counted; XPOS and DEPREL are other readings. Ranges `1-2`, empty nodes ' +
      '`1.1` and `_` are no tags.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles(root, signal, {
      id,
      extensions: (extension) => /^\.(?:conll\w*|ud|txt|tsv|tab|train|dev|test)$/.test(extension),
      look,
      signature: ({ columns, blanks }) => `${columns.join(' ')} ${blanks}`,
    });
    for (const group of groups) yield* claimsOf(group);
  },

  plan: (claim, files) => undeclaredPlan(claim, files, 'text'),

  async count(unit, input, tally, signal) {
    const { blanks = false, ...places } = unit.options as unknown as Notes;
    await eachLine(unit, input, tally, signal, (file) => {
      return new ConlluReader({ ...places, blanks }, tally, file, unit.split);
    });
  },
};

function look({ path, lines }: TextHead): Found | undefined {
  const named = /^#\s*global\.columns\s*=(.+)$/i.exec(lines.at(0) ?? '')?.[1];
  const columns = named?.trim().split(/\s+/) ?? usual;
  const filled = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  // Other corpora have ten words between blanks as well.
  const blanks = /\.conllu?$/i.test(path) && !filled.some((line) => line.includes('\t'));
  const rows = filled.map((line) => (blanks ? line.trim().split(/ +/) : line.split('\t')));
  if (rows.length < 1 || columns[0] !== 'ID') return undefined;
  const head = columns.indexOf('HEAD');
  const whole = rows.filter(
    (row) =>
      fits(row.length, columns.length, named === undefined, blanks) &&
      kindOfId(row[0]) !== undefined &&
      (head < 0 || /^(?:\d+|_)$/.test(row[head])),
  );
  if (whole.length < rows.length * 0.95) return undefined;
  const told = wanted.filter((name) => {
    const at = columns.indexOf(name);
    return at >= 0 && whole.some((row) => row[at] !== '_' && row[at] !== '');
  });
  const open = whole.some((row) => row.length !== columns.length);
  return told.length === 0 ? undefined : { columns, filled: told, open, blanks };
}

/** Behind the usual columns propositions may follow; between blanks an empty MISC cannot be seen. */
function fits(fields: number, columns: number, isUsual: boolean, blanks: boolean): boolean {
  if (fields === columns) return true;
  return isUsual && (blanks ? fields === columns - 1 : fields > columns);
}

function* claimsOf(group: SplitGroup<TextFile<Found>>): Generator<Claim> {
  const found = group.members.map(({ value }) => value.found);
  const { columns } = found[0];
  const filled = wanted.filter((name) => found.some((one) => one.filled.includes(name)));
  for (const [at, name] of filled.entries()) {
    const open = found.some((one) => one.open);
    const { blanks } = found[0];
    const notes: Notes = {
      column: columns.indexOf(name),
      columns: open ? 0 : columns.length,
      ...(blanks && { blanks }),
    };
    yield {
      format: id,
      name: group.name,
      unit: 'token',
      confidence: at === 0 ? 0.95 : 0.4 - at * 0.05,
      evidence: [
        `${columns.length} fields a word between ${found[0].blanks ? 'blanks' : 'tabs'}, ids first`,
        `column ${name}`,
      ],
      sources: sourcesOf(group),
      reading: { id: name.toLowerCase(), title: name },
      options: pack(notes),
    };
  }
}
