// JSON lines: one object a line, with a label, spans, categories or objects; also manifests of clips in .json files.
// Must not know other formats; a line that is no JSON is said and left out.

import { OPEN_BRACE } from '../bytes/ascii';
import type { JsonSelector } from '../bytes/jsonSelect';
import { LineSplitter, Utf8Stream } from '../bytes/text';
import type { Claim, Plan, WorkUnit } from '../claims';
import type { FolderView } from '../folderView';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  detectFiles,
  type FileReader,
  feedFiles,
  type Finding,
  jsonReader,
  planFiles,
} from '../jsonFiles/claims';
import { RecordReader } from '../jsonFiles/recordReader';
import { readRecords } from '../jsonFiles/records';
import { labelsOf, namesBeside, notesOf, recipeOf } from '../jsonFiles/notes';
import type { ByteInput } from '../ports';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'json-lines';

export const jsonLines: LabelFormat = {
  id,
  title: 'JSON lines',
  units: ['image', 'document', 'span', 'box', 'clip', 'row'],
  notes: {
    detects:
      'One object a line with `label`, `category`, `labels`, `cats`, `spans`, `entities` or `objects.categories`',
    splits: 'File or folder names, or a key such as `split`',
    remarks:
      'Hugging Face metadata.jsonl, doccano, Prodigy and spaCy. Rejected answers count no label, ignored ones no sample.',
  },

  detect: (folder, signal) => detectFiles(id, folder, signal, look),

  plan: (claim, files, folder) => planRecords(claim, files, folder),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => new LinesReader(file, unit, tally)),
};

function look({ lines }: JsonFile): Finding | undefined {
  const reading = readRecords(lines);
  if (reading === undefined) return undefined;
  const { recipe, unit, confidence, labels } = reading;
  return {
    unit,
    confidence,
    evidence: `One JSON object a line with ${recipe.path}`,
    options: notesOf(recipe, labels),
    signature: JSON.stringify(recipe),
  };
}

async function planRecords(claim: Claim, files: ByteInput, folder: FolderView): Promise<Plan> {
  const recipe = recipeOf(claim.options);
  const classes = await namesBeside(labelsOf(claim.options), claim, files, folder);
  return planFiles(claim, files, {
    classes,
    order: classes.length > 0 || recipe.how === 'cats' || recipe.choices ? 'declared' : 'label',
    openVocabulary: recipe.how === 'field' && !recipe.choices,
    denseIndexes: labelsOf(claim.options).length > 0,
  });
}

/** Feeds each line to one selector, which begins anew for it. */
class LinesReader implements FileReader {
  readonly #records: RecordReader;
  readonly #selector: JsonSelector;
  readonly #splitter: LineSplitter;
  readonly #text: Utf8Stream;

  constructor(
    private readonly file: string,
    unit: WorkUnit,
    private readonly tally: Tally,
  ) {
    this.#records = new RecordReader(recipeOf(unit.options), tally, file);
    this.#selector = jsonReader(tally, file, { rows: this.#records.rows('', unit.split) });
    this.#splitter = new LineSplitter({
      onLine: (bytes, start, end, line) => {
        this.#line(bytes.subarray(start, end), line);
      },
      onProblem: (problem) => {
        tally.problem({ ...problem, file });
      },
    });
    this.#text = new Utf8Stream((bytes) => {
      this.#splitter.feed(bytes);
    });
  }

  feed(chunk: Uint8Array): void {
    this.#text.feed(chunk);
  }

  end(): void {
    this.#text.end();
    this.#splitter.end();
    this.#records.end();
  }

  #line(bytes: Uint8Array, line: number): void {
    const first = bytes.find((byte) => byte > 32);
    if (first === undefined) return;
    if (first === OPEN_BRACE) {
      this.#selector.reset(line);
      this.#selector.feed(bytes);
      this.#selector.end();
      return;
    }
    const message = 'This line is no object; it is left out.';
    const place = { file: this.file, line, column: 1 };
    this.tally.problem({ code: 'no-record', severity: 'warning', ...place, message });
  }
}
