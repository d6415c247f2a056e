// CoNLL and its kin: one token a line, a column of tags such as B-PER, sentences apart by empty lines.
// Must not know other formats, nor how tags are counted; textLabels/conllReader does.

import type { Claim } from '../claims';
import { splitOfWord } from '../detect/splits';
import { baseName, extensionOf } from '../paths';
import type { SplitGroup } from '../tables/splitGroups';
import { pack } from '../tables/packed';
import { type TagColumn, tagColumns } from '../textLabels/conllColumns';
import { type Counted, ConllReader } from '../textLabels/conllReader';
import { eachLine } from '../textLabels/eachLine';
import { findTextFiles, sourcesOf, type TextFile, type TextHead } from '../textLabels/textFiles';
import { undeclaredPlan } from '../textLabels/undeclaredPlan';
import type { LabelFormat } from './format';

const id = 'conll';

interface Notes {
  readonly tags: TagColumn;
  readonly counted: Counted;
}

const extensions =
  /^\.(?:(?:\w+_)?conll\w*|user\d+|iob\d?|io|bio|bioes|bilou|bmes|ner|tags|txt|tsv|data|dat|train|valid|val|dev|devel|test|testa|testb|tok|col|csv|annotated|out|tags?|tagged|pos|labels?)$/;

export const conll: LabelFormat = {
  id,
  title: 'CoNLL (IOB)',
  units: ['span', 'token'],
  notes: {
    detects:
      'one token a line with a column of tags like `O`, `B-PER`, `I-PER` (IOB1, IOB2, BIOES, BILOU), or of spans in brackets (`(PER*`, `*)`, CoNLL 2012); or one sentence a line of `word|POS|B-PER`, `word###NN` (AllenNLP), `word/NN`, or of tags alone (`seq.out`)',
    splits: 'file and folder names; `eng.testa` is validation, `eng.testb` test',
    remarks:
      'Entity spans are counted; tags token by token are a second reading. With spans a sample is a sentence. ' +
      '`-DOCSTART-` and comments are no tokens.',
  },

  async *detect(root, signal) {
    const groups = await findTextFiles(root, signal, {
      id,
      extensions: (extension) => extension === '' || extensions.test(extension),
      // WikiANN's `train`, `dev` and `test` have no extension.
      accepts: (name) => extensionOf(name) !== '' || splitOfWord(name) !== undefined,
      look,
      // WNUT 2017: wnut17train.conll, emerging.dev.conll, emerging.test.annotated.
      // MIT's queries: restauranttrain.bio.
      alias: (path) =>
        path
          .replace(/wnut17train(?=\.conll$)/, 'emerging.train')
          .replace(/\.annotated$/, '.conll')
          .replace(/([a-z\d])(train|test|dev)(?=\.bio$)/, '$1.$2'),
      signature: (found) => JSON.stringify({ ...found[0], header: false }),
    });
    for (const group of groups) yield* claimsOf(group);
  },

  plan: (claim, files) => undeclaredPlan(claim, files, 'text'),

  async count(unit, input, tally, signal) {
    const { tags, counted } = unit.options as unknown as Notes;
    await eachLine(unit, input, tally, signal, (file) => {
      return new ConllReader(tags, counted, tally, file, unit.split);
    });
  },
};

function look({ path, lines }: TextHead): readonly TagColumn[] | undefined {
  const columns = tagColumns(lines, extensionOf(path) === '.conll');
  return columns.length === 0 ? undefined : columns;
}

function* claimsOf(group: SplitGroup<TextFile<readonly TagColumn[]>>): Generator<Claim> {
  const columns = group.members[0].value.found;
  for (const [at, tags] of columns.entries()) {
    const name = at === 0 ? '' : `:${columnName(tags)}`;
    const where = at === 0 ? '' : ` of column ${columnName(tags)}`;
    if (tags.kind === 'typed' || tags.kind === 'starred') {
      const title = `spans${where}`;
      yield claimOf(group, { tags, counted: 'spans' }, `spans${name}`, title, at === 0 ? 0.9 : 0.3);
    }
    // Brackets say of a token only whether it begins a span.
    if (tags.kind === 'starred') continue;
    const tokens = at === 0 && tags.kind !== 'typed' ? 0.75 : 0.4;
    const title = `tags of tokens${where}`;
    yield claimOf(group, { tags, counted: 'tokens' }, `tokens${name}`, title, tokens - at * 0.02);
  }
}

function columnName({ column }: TagColumn): string {
  return column < 0 ? column.toString() : (column + 1).toString();
}

function claimOf(
  group: SplitGroup<TextFile<readonly TagColumn[]>>,
  notes: Notes,
  reading: string,
  title: string,
  confidence: number,
): Claim {
  const { value } = group.members[0];
  const { tags } = notes;
  const like = {
    plain: 'tags',
    starred: 'spans like (X* and *)',
    typed: 'tags like O and B-X',
    bare: 'tags like O and B-X',
  }[tags.kind];
  const evidence =
    tags.separator === 'mark'
      ? `a sentence a line, with ${like}${tags.mark === '' ? '' : ` behind the last ${tags.mark ?? ''} of each token`}`
      : `a token a line, with ${like} in column ${columnName(tags)}`;
  return {
    format: id,
    name: group.members.length === 1 ? baseName(value.path) : group.name,
    unit: notes.counted === 'spans' ? 'span' : 'token',
    confidence,
    evidence: [evidence],
    sources: sourcesOf(group),
    reading: { id: reading, title },
    options: pack(notes),
  };
}
