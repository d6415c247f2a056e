// Counts records by their recipe, wherever in a JSON text they stand.
// Must not know files or how the recipe was found.

import type { JsonRow, JsonRowSpec } from '../bytes/jsonSelect';
import { splitOfPath } from '../detect/splits';
import type { SplitName } from '../model';
import { splitLabels } from '../tables/multiLabel';
import { SpanWalker } from '../tables/tagWords';
import type { Tally } from '../tally';
import { type RecordRecipe, withoutBrackets } from './records';
import { SampleCounter } from './samples';
import { splitOfValue } from './splitKeys';
import { mostVoted } from './votes';

/** The fields of the row that is the record itself. */
const LABEL = 0;
const SPLIT = 1;
const ANSWER = 2;
/** First of the fields that may name the sample's file; asked for only where samples are observed. */
const MEDIA = 3;
const mediaKeys =
  'file_name filename image_path img_path image path file audio_filepath audio video url'.split(
    ' ',
  );

/** Reads the records of one file. */
export class RecordReader {
  readonly #samples: SampleCounter;
  #place = 0;
  readonly #spans = new SpanWalker();
  /** Of the open record. */
  readonly #votes: string[] = [];
  #undecided = 0;
  #rejected = 0;
  #ignored = 0;

  constructor(
    private readonly recipe: RecordRecipe,
    private readonly tally: Tally,
    private readonly file: string,
  ) {
    const single = /^(?:field|cats|votes)$/.test(recipe.how);
    this.#samples = new SampleCounter(tally, single ? 'labels' : 'objects');
    const inText = /^(?:spans|triples|tags|mentions)$/.test(recipe.how);
    if (inText) tally.traits.delete('images');
  }

  /** Rows for records at a path such as `[]`, `data[]`, `*` or '' (the whole text). */
  rows(prefix: string, split: SplitName): JsonRowSpec[] {
    const { path, split: splitKey, choices } = this.recipe;
    const below = (name: string): string => (prefix === '' ? name : `${prefix}.${name}`);
    const record: JsonRowSpec = {
      path: prefix,
      fields: [
        path,
        splitKey === '' ? 'split' : splitKey,
        'answer',
        ...(this.#samples.observed ? mediaKeys : []),
      ],
      onStart: () => {
        this.#samples.keep();
        this.#spans.begin();
        this.#votes.length = 0;
      },
      onRow: (row) => {
        this.#end(row, split);
      },
      ...this.#counting(split),
    };
    const rows = [record, ...this.#inner(below(path), prefix)];
    if (choices) rows.push(this.#choices(below('options[]')));
    return rows;
  }

  /** Records of one label that nothing else decides on, which a kernel may count. */
  #counting(split: SplitName): Pick<JsonRowSpec, 'counting'> {
    const samples = this.#samples;
    const { how, join, unbracketed, inPath } = this.recipe;
    // Each path is another text, which a kernel would have to learn.
    const isPlain = join === undefined && unbracketed !== true && inPath !== true;
    if (how !== 'field' || !isPlain || samples.observed) return {};
    const names: SplitName[] = [];
    return {
      counting: {
        kind: 'cells',
        label: LABEL,
        split: this.recipe.split === '' ? -1 : SPLIT,
        without: this.recipe.answer ? ANSWER : -1,
        learn: (row) => (this.#isNone(row) ? undefined : samples.numberOf(row, LABEL)),
        learnSplit: (row) => {
          const name = splitOfValue(row.text(SPLIT)) ?? split;
          return samples.hasSplit(name) ? names.push(name) - 1 : undefined;
        },
        add: (label, at, records) => {
          samples.addRecords(label, names.at(at) ?? split, records);
        },
      },
    };
  }

  /** Says what was left out. */
  end(): void {
    if (this.#undecided > 0) {
      const message = `${this.#undecided} samples have no label that more annotators gave than any other; they are counted as unlabelled.`;
      const { file } = this;
      this.tally.problem({ code: 'undecided-votes', severity: 'information', file, message });
    }
    if (this.#rejected === 0 && this.#ignored === 0) return;
    const message =
      `${this.#rejected} records are rejected and ${this.#ignored} ignored by their annotator; ` +
      'labels of rejected ones are not counted, ignored ones are no samples.';
    this.tally.problem({ code: 'not-accepted', severity: 'information', file: this.file, message });
  }

  #inner(path: string, prefix: string): JsonRowSpec[] {
    const add = (row: JsonRow): void => {
      this.#samples.add(row);
    };
    const tag = (row: JsonRow): void => {
      const type = this.#spans.next(row.text(0));
      if (type !== undefined) this.#samples.addText(type);
    };
    switch (this.recipe.how) {
      case 'field':
      case 'objects':
        return [{ path: `${path}[]`, fields: [this.recipe.inner], onRow: add }];
      case 'spans':
        return this.recipe.inner.endsWith('[]')
          ? [{ path: `${path}[].${this.recipe.inner}`, fields: [''], onRow: add }]
          : [{ path: `${path}[]`, fields: [this.recipe.inner], onRow: add }];
      case 'votes':
        return [
          {
            path: `${path}[]`,
            fields: [this.recipe.inner],
            onRow: (row) => {
              this.#votes.push(row.text(0));
            },
          },
        ];
      case 'keyed':
        return [{ path: `${path}.*`, fields: [this.recipe.inner], onRow: add }];
      case 'tags':
        return [
          { path: `${path}[]`, fields: [''], onRow: this.recipe.inner === 'bio' ? tag : add },
        ];
      case 'triples':
        return this.#triples(path);
      case 'cats':
        return [this.#cats(path, prefix)];
      case 'mentions':
        return [this.#mentions(path, prefix)];
    }
  }

  #triples(path: string): JsonRowSpec[] {
    const start = (): void => {
      this.#place = 0;
    };
    const scalar = (row: JsonRow): void => {
      if (this.#place === 2) this.#samples.add(row);
      this.#place += 1;
    };
    return [
      { path: `${path}[]`, fields: [], onStart: start, onRow: () => undefined },
      { path: `${path}[][]`, fields: [''], onRow: scalar },
    ];
  }

  #cats(path: string, prefix: string): JsonRowSpec {
    const wildcard = prefix.split('*').length - 1;
    const onRow = (row: JsonRow): void => {
      const name = row.keyText(wildcard).trim();
      this.tally.declare({ id: name, name });
      if (row.kind(0) === 'true' || row.number(0) >= 0.5) this.#samples.addText(name);
    };
    return { path: `${path}.*`, fields: [''], onRow };
  }

  #mentions(path: string, prefix: string): JsonRowSpec {
    const wildcard = prefix.split('*').length - 1;
    const onRow = (row: JsonRow): void => {
      this.#samples.addText(row.keyText(wildcard));
    };
    return { path: `${path}.*.*[]`, fields: [], onRow };
  }

  #choices(path: string): JsonRowSpec {
    const onRow = (row: JsonRow): void => {
      const id = row.text(0);
      if (id !== '') this.tally.declare({ id, name: row.text(1) === '' ? id : row.text(1) });
    };
    return { path, fields: ['id', 'text'], onRow };
  }

  #end(row: JsonRow, split: SplitName): void {
    const answer = this.recipe.answer ? row.text(ANSWER) : '';
    if (answer === 'ignore') {
      this.#ignored += 1;
      return;
    }
    if (this.recipe.how === 'field' && !this.#isNone(row)) this.#add(row);
    if (this.recipe.how === 'votes') this.#elect();
    if (answer === 'reject') {
      this.#rejected += 1;
      this.#samples.keep();
    }
    this.#samples.end(this.#splitOf(row) ?? split, this.file, row.line, this.#mediaIn(row));
  }

  #splitOf(row: JsonRow): SplitName | undefined {
    const { split, inPath } = this.recipe;
    if (split === '') return undefined;
    return inPath === true ? splitOfPath(row.text(SPLIT)) : splitOfValue(row.text(SPLIT));
  }

  #elect(): void {
    const label = mostVoted(this.#votes);
    if (label === undefined) this.#undecided += 1;
    else this.#samples.addText(label);
  }

  #isNone(row: JsonRow): boolean {
    return this.recipe.dashIsNone === true && row.text(LABEL) === '-';
  }

  #add(row: JsonRow): void {
    const { join, unbracketed } = this.recipe;
    if (unbracketed === true) this.#samples.addText(withoutBrackets(row.text(LABEL)));
    else if (join === undefined) this.#samples.add(row, LABEL);
    else for (const label of splitLabels(row.text(LABEL), join)) this.#samples.addText(label);
  }

  #mediaIn(row: JsonRow): string | undefined {
    if (!this.#samples.observed) return undefined;
    const key = mediaKeys.findIndex((_, at) => row.kind(MEDIA + at) === 'string');
    return key < 0 ? undefined : row.text(MEDIA + key);
  }
}
