// Rasa's training data for intents, in YAML (`- intent: greet`), Markdown (`## intent:greet`) and JSON (`rasa_nlu_data`).
// Must not know other formats. YAML is read by its lines: examples are a block of text to YAML, too.

import { SampleCounter } from '../jsonFiles/samples';
import { selectJson } from '../bytes/jsonSelect';
import type { WorkUnit } from '../claims';
import type { FolderView } from '../folderView';
import { baseName, extensionOf, parentPath } from '../paths';
import { type ByteInput, SourceError } from '../ports';
import type { SplitGroup } from '../tables/splitGroups';
import type { Tally } from '../tally';
import { eachLine, type LineReader } from '../textLabels/eachLine';
import { isBlank, textOf } from '../textLabels/fields';
import { findTextFiles, sourcesOf, type TextFile, type TextHead } from '../textLabels/textFiles';
import { undeclaredPlan } from '../textLabels/undeclaredPlan';
import type { LabelFormat } from './format';

const id = 'rasa';

/** Bytes of a JSON file that must hold its first key. */
const jsonLooked = 256;

type Kind = 'yaml' | 'markdown' | 'json';

/** What the head of a file says. */
interface Found {
  readonly kind: Kind;
  /** The intents met; none are looked for in JSON. */
  readonly intents: readonly string[];
}

type Group = SplitGroup<TextFile<Found>>;

export const rasa: LabelFormat = {
  id,
  title: 'Rasa NLU',
  units: ['document'],
  notes: {
    detects: '`nlu:` with `- intent:` in YAML, `## intent:` in Markdown, `rasa_nlu_data` in JSON',
    splits: 'file and folder names (`train_nlu.yml`)',
    remarks:
      'Each example is a document of its intent. Synonyms, lookups and expressions are none. Files of a folder that share no intent are one dataset.',
  },

  async *detect(root, signal) {
    const found = await findTextFiles<Found>(root, signal, {
      id,
      extensions: (extension) => /^\.(?:ya?ml|md|json)$/.test(extension),
      look,
      signature: ({ kind }) => kind,
    });
    for (const group of joinedByFolder(found)) {
      yield {
        format: id,
        name: group.name,
        unit: 'document',
        confidence: 0.95,
        evidence: ['intents with examples, as Rasa trains on'],
        sources: sourcesOf(group),
        options: { kind: group.members[0].value.found.kind },
      };
    }
  },

  plan: (claim, files) => undeclaredPlan(claim, files, 'text'),

  async count(unit, input, tally, signal) {
    const { kind } = unit.options;
    if (kind === 'json') {
      await countJson(unit, input, tally, signal);
      return;
    }
    await eachLine(unit, input, tally, signal, (file) => {
      return kind === 'yaml'
        ? new YamlReader(tally, file, unit.split)
        : new MarkdownReader(tally, file, unit.split);
    });
  },
};

const intentOfYaml = /^-\s+intent:\s*(\S.*)$/;
const intentOfMarkdown = /^##\s*intent:\s*(\S.*)$/;

/** Rasa trains on all files of a folder; those that share no intent, as far as their heads tell, are parts of one dataset. */
function joinedByFolder(groups: readonly Group[]): Group[] {
  const joined = new Map<string, Group>();
  for (const group of groups) {
    const [{ split, value }] = group.members;
    const { kind, intents } = value.found;
    const isPart = group.members.length === 1 && split === 'all' && intents.length > 0;
    const folder = parentPath(value.path);
    const id = isPart ? `${folder}\n${kind}` : value.path;
    const others = joined.get(id);
    const known = others?.members.flatMap((one) => one.value.found.intents) ?? [];
    if (others === undefined || intents.some((intent) => known.includes(intent))) {
      joined.set(others === undefined ? id : value.path, group);
      continue;
    }
    const name = baseName(folder) || others.name;
    joined.set(id, { ...others, name, members: [...others.members, ...group.members] });
  }
  return [...joined.values()];
}

async function look({ path, lines }: TextHead, folder: FolderView): Promise<Found | undefined> {
  const extension = extensionOf(path);
  if (extension === '.json') {
    // The whole file may be one line, of which the head has none that is whole.
    const head = await folder.textHead(baseName(path));
    const text = new TextDecoder('latin1').decode(head?.bytes.subarray(0, jsonLooked));
    return /^\W*"rasa_nlu_data"/.test(text) ? { kind: 'json', intents: [] } : undefined;
  }
  const kind = extension === '.md' ? 'markdown' : 'yaml';
  const pattern = kind === 'markdown' ? intentOfMarkdown : intentOfYaml;
  const intents = lines.flatMap((line) => pattern.exec(line.trim())?.[1] ?? []);
  const isOther = kind === 'yaml' && !lines.some((line) => /^nlu:\s*$/.test(line));
  return intents.length === 0 || isOther ? undefined : { kind, intents };
}

/** An item is an intent's example until the next key at the depth of the intent or less. */
class YamlReader implements LineReader {
  #intent = -1;
  #depth = 0;
  /** Depth of the first example; examples of one intent stand at one depth. */
  #items = -1;

  constructor(
    private readonly tally: Tally,
    private readonly file: string,
    private readonly split: string,
  ) {}

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    if (isBlank(bytes, start, end)) return;
    const text = textOf(bytes, start, end);
    const depth = text.length - text.trimStart().length;
    const intent = intentOfYaml.exec(text.trim())?.[1];
    if (intent !== undefined) {
      this.#intent = this.tally.labels.indexOfText(intent.replace(/^(['"])(.*)\1$/, '$2'));
      this.#depth = depth;
      this.#items = -1;
      return;
    }
    if (this.#intent < 0) return;
    const isItem = /^\s*-\s+\S/.test(text);
    if (depth <= this.#depth) this.#intent = -1;
    else if (isItem && (this.#items < 0 || depth === this.#items)) {
      this.#items = depth;
      addDocument(this.tally, this.split, this.#intent, this.file, line);
    }
  };

  readonly end = (): void => undefined;
}

class MarkdownReader implements LineReader {
  #intent = -1;

  constructor(
    private readonly tally: Tally,
    private readonly file: string,
    private readonly split: string,
  ) {}

  readonly line = (bytes: Uint8Array, start: number, end: number, line: number): void => {
    const text = textOf(bytes, start, end);
    if (text.startsWith('#')) {
      const intent = intentOfMarkdown.exec(text.trimEnd())?.[1];
      this.#intent = intent === undefined ? -1 : this.tally.labels.indexOfText(intent);
      return;
    }
    if (this.#intent >= 0 && /^\s*[-*+]\s+\S/.test(text)) {
      addDocument(this.tally, this.split, this.#intent, this.file, line);
    }
  };

  readonly end = (): void => undefined;
}

function addDocument(tally: Tally, name: string, label: number, file: string, line: number): void {
  const split = tally.split(name);
  split.samples += 1;
  split.add(label);
  split.recorder?.end(file, line);
}

async function countJson(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  for (const file of unit.paths) {
    const samples = new SampleCounter(tally, 'labels');
    const reader = selectJson({
      rows: [
        {
          path: 'rasa_nlu_data.common_examples[]',
          fields: ['intent'],
          onRow: (row) => {
            samples.add(row);
            samples.end(unit.split, file, row.line);
          },
        },
      ],
      onProblem: (problem) => {
        tally.problem({ ...problem, file });
      },
    });
    try {
      for await (const chunk of input.chunks(file)) {
        signal.throwIfAborted();
        reader.feed(chunk);
      }
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      tally.problem({ code: error.code, severity: 'error', file, message: error.message });
    }
    reader.end();
  }
}
