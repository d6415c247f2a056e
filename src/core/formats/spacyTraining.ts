// What spaCy 2 trains on as JSON: documents of paragraphs, sentences and tokens, each token with its tag and its part in an entity.
// Must not know other formats.

import type { JsonRow, JsonRowSpec } from '../bytes/jsonSelect';
import type { JsonObject } from '../bytes/jsonValue';
import type { WorkUnit } from '../claims';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  detectFiles,
  type FileReader,
  feedFiles,
  type Finding,
  jsonReader,
  planFiles,
} from '../jsonFiles/claims';
import { SampleCounter } from '../jsonFiles/samples';
import { at, isList, objectsIn } from '../jsonFiles/sketch';
import { areTypedTags, SpanWalker } from '../tables/tagWords';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'spacy-training';

/** `ner`: spans of entities; `tag`: the tag of each token. */
type Key = 'ner' | 'tag';

export const spacyTraining: LabelFormat = {
  id,
  title: 'spaCy training JSON',
  units: ['span', 'token'],
  notes: {
    detects:
      'spaCy 2’s JSON: `paragraphs[].sentences[].tokens[]` with `ner` (`B-ORG`, `U-GPE`, `O`) or `tag`',
    splits: 'file and folder names',
    remarks: 'Spans are counted where tokens have `ner`, else tags; a sentence is a sample.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files) => planFiles(claim, files, { order: 'text' }),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root, lines }: JsonFile): Finding[] {
  if (lines.length > 0) return [];
  const sentences = (isList(root) ? objectsIn(root) : [root])
    .flatMap((one) => objectsIn(at(one, 'paragraphs')))
    .flatMap((one) => objectsIn(at(one, 'sentences')));
  const tokens = sentences.flatMap((one) => objectsIn(at(one, 'tokens')));
  if (tokens.length === 0 || !tokens.every((one) => 'orth' in one)) return [];
  const start = isList(root) ? '[]' : '';
  const found: Finding[] = [];
  const spans = textsOf(tokens, 'ner');
  const ner = spans.length === tokens.length && areTypedTags(spans.filter((tag) => tag !== '-'));
  if (ner) found.push(findingOf('ner', start, 0.9));
  if (textsOf(tokens, 'tag').length === tokens.length) {
    found.push(findingOf('tag', start, ner ? 0.4 : 0.8));
  }
  return found;
}

function textsOf(tokens: readonly JsonObject[], key: Key): string[] {
  return tokens
    .map((one) => at(one, key))
    .filter((one) => typeof one === 'string' && one !== '') as string[];
}

function findingOf(key: Key, start: string, confidence: number): Finding {
  return {
    unit: key === 'ner' ? 'span' : 'token',
    confidence,
    evidence: `JSON of paragraphs, sentences and tokens with their ${key}`,
    options: { key, start },
    reading: { id: key, title: key === 'ner' ? 'the entities' : 'the tags of tokens' },
  };
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const { key, start } = unit.options as { key: Key; start: string };
  const sentence = `${start === '' ? '' : `${start}.`}paragraphs[].sentences[]`;
  const samples = new SampleCounter(tally, 'objects');
  tally.traits.delete('images');
  const walker = new SpanWalker();
  const token = (row: JsonRow): void => {
    if (key === 'tag') samples.add(row);
    else {
      const type = walker.next(row.text(0));
      if (type !== undefined) samples.addText(type);
    }
  };
  const rows: JsonRowSpec[] = [
    {
      path: sentence,
      fields: [],
      onStart: () => {
        samples.keep();
        walker.begin();
      },
      onRow: (row) => {
        samples.end(unit.split, file, row.line);
      },
    },
    { path: `${sentence}.tokens[]`, fields: [key], onRow: token },
  ];
  return jsonReader(tally, file, { rows });
}
