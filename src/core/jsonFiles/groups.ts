// Samples listed under their class: the intents of a chat bot with their phrases, signs with their clips, relations with sentences.
// Must not know files; judges from a sketch, and gives the rows that count.

import type { JsonRow, JsonRowSpec } from '../bytes/jsonSelect';
import type { JsonObject, JsonValue } from '../bytes/jsonValue';
import { splitOfWord } from '../detect/splits';
import type { SplitName } from '../model';
import type { Tally } from '../tally';
import type { FoundLayout, LayoutKind } from './layoutKinds';
import { unitOf, unitOfPaths } from './sampleUnits';
import { at, hasKeys, isList, isObject, objectsIn, textOf } from './sketch';

type Groups = Extract<LayoutKind, { how: 'groups' }>;

/** Keys that name a class, those first that say nothing else. */
const labelKeys = ['tag', 'intent', 'gloss', 'label', 'class', 'category', 'name'];
/** Of a chat bot: lists under other keys than the usual are phrases, too. */
const intentKeys = /^(?:tag|intent)$/;
const phraseKeys =
  /^(?:patterns?|examples?|utterances?|phrases|queries|training_?phrases|samples?|instances)$/i;
const intentPhraseKeys = /^(?:texts?|questions?|sentences|inputs?|user|user_?says)$/i;
const mediaKeys = /^(?:images|files|clips|videos|paths)$/i;

/** Groups in a list: `[{"tag": "greeting", "patterns": ["Hi", "Hello"]}, …]`. */
export function groupsIn(list: readonly JsonValue[], path: string): FoundLayout | undefined {
  const groups = objectsIn(list);
  if (groups.length < 2 || groups.length !== list.length) return undefined;
  for (const label of labelKeys) {
    const names = groups.map((group) => textOf(at(group, label)).trim());
    // Records repeat their labels, groups hardly do.
    if (names.some((name) => name === '') || new Set(names).size * 5 < names.length * 4) continue;
    const found = itemsOf(groups, label);
    if (found === undefined) continue;
    return {
      kind: { how: 'groups', label, ...found },
      path: `${path}[]`,
      unit: unitOfItems(groups, found.items),
      confidence: 0.9,
      evidence: `JSON groups of ${found.items} under their ${label}`,
      labels: [],
    };
  }
  return undefined;
}

function itemsOf(
  groups: readonly JsonObject[],
  label: string,
): Pick<Groups, 'items' | 'of'> | undefined {
  const keys = [...new Set(groups.flatMap((group) => Object.keys(group)))];
  const fits = (key: string): boolean =>
    phraseKeys.test(key) ||
    (intentKeys.test(label) && intentPhraseKeys.test(key)) ||
    (/^(?:label|class)$/.test(label) && mediaKeys.test(key));
  for (const items of keys.filter((key) => fits(key) && !/[.[\]*]/.test(key))) {
    const of = kindOfItems(groups.map((group) => at(group, items)));
    if (of !== undefined) return { items, of };
  }
  return undefined;
}

/** What the lists hold: texts all of them, or objects all of them. */
function kindOfItems(lists: readonly (JsonValue | undefined)[]): Groups['of'] | undefined {
  if (!lists.every((list) => list === undefined || isList(list))) return undefined;
  const items = lists.flatMap((list) => list ?? []);
  if (items.length === 0) return undefined;
  if (items.every((item) => typeof item === 'string')) return 'text';
  return items.every(isObject) ? 'object' : undefined;
}

function unitOfItems(groups: readonly JsonObject[], key: string): FoundLayout['unit'] {
  const items = groups.flatMap((group) => {
    const list = at(group, key);
    return isList(list) ? list : [];
  });
  const texts = items.filter((item) => typeof item === 'string');
  if (texts.length > 0) return unitOfPaths(texts) ?? 'document';
  const objects = objectsIn(items);
  return unitOf(objects, [...new Set(objects.flatMap((one) => Object.keys(one)))]);
}

/** A chat bot's phrases by intent: `{"greeting": {"utterances": […]}}` (Snips NLU), `{"greeting": ["hi", …]}` in intents.json. */
export function intentMapIn(map: JsonObject, path: string, name: string): FoundLayout | undefined {
  const groups = objectsIn(Object.values(map));
  const areGroups = groups.length >= 2 && groups.length === Object.keys(map).length;
  const found = areGroups ? itemsOf(groups, 'intent') : undefined;
  const named = /intent/i.test(name) || /intents?$/i.test(path);
  const lists = Object.values(map);
  const areTexts =
    lists.length >= 2 && lists.every((list) => isList(list)) && kindOfItems(lists) === 'text';
  if (!named || (found === undefined && !areTexts)) return undefined;
  const { items, of } = found ?? { items: '', of: 'text' as const };
  return {
    kind: { how: 'groups', label: '', items, of },
    path: path === '' ? '*' : `${path}.*`,
    unit: 'document',
    confidence: 0.85,
    evidence: 'JSON map of intent to phrases',
    labels: [],
  };
}

/**
 * Groups in a map of class to samples: FewRel's sentences with their tokens by relation, and what SNIPS has by intent,
 * texts cut into pieces.
 */
export function keyedGroupsIn(map: JsonObject, path: string): FoundLayout | undefined {
  const lists = Object.values(map);
  if (lists.length === 0 || !lists.every(isList)) return undefined;
  if (Object.keys(map).some((key) => splitOfWord(key) !== undefined)) return undefined;
  const items = lists.flat();
  const areSentences = lists.length > 1 && items.every((item) => hasKeys(item, 'tokens', 'h', 't'));
  const arePieces = items.every(isPieces);
  if (items.length === 0 || !(areSentences || arePieces)) return undefined;
  return {
    kind: { how: 'groups', label: '', items: '', of: 'object' },
    path: path === '' ? '*' : `${path}.*`,
    unit: 'document',
    confidence: 0.9,
    evidence: 'JSON map of class to a list of texts',
    labels: [],
  };
}

/** `{"data": [{"text": "play "}, {"text": "a song", "entity": "track"}]}`. */
function isPieces(item: JsonValue): boolean {
  const pieces = at(item, 'data');
  return (
    isObject(item) &&
    isList(pieces) &&
    pieces.every((piece) => typeof at(piece, 'text') === 'string')
  );
}

/** Rows that count each sample of a group under its class, when the group ends. */
export function groupRows(
  { label, items, of }: Groups,
  path: string,
  split: SplitName,
  tally: Tally,
  file: string,
): JsonRowSpec[] {
  const group = new Group(tally, file);
  const isKey = label === '';
  // The last key on the way is the class.
  const wildcard = path.split('*').length - 2;
  return [
    {
      path,
      fields: isKey ? [] : [label],
      onStart: () => {
        group.begin();
      },
      onRow: (row) => {
        group.end(isKey ? row.keyText(wildcard) : row.text(0));
      },
    },
    {
      path: items === '' ? `${path}[]` : `${path}.${items}[]`,
      fields: of === 'text' ? [''] : ['split', 'video_id'],
      onRow: (row) => {
        const named = of === 'text' ? undefined : splitOfWord(row.text(0));
        group.add(named ?? split, row, of === 'text' ? 0 : 1);
      },
    },
  ];
}

class Group {
  readonly #samples = new Map<SplitName, number>();
  /** Which samples these were, where somebody asks. */
  #each: { readonly split: SplitName; readonly line: number; readonly path: string }[] = [];

  constructor(
    private readonly tally: Tally,
    private readonly file: string,
  ) {}

  begin(): void {
    this.#samples.clear();
    this.#each = [];
  }

  add(split: SplitName, row: JsonRow, media: number): void {
    if (this.tally.observer === undefined) {
      this.#samples.set(split, (this.#samples.get(split) ?? 0) + 1);
    } else this.#each.push({ split, line: row.line, path: row.text(media) });
  }

  end(name: string): void {
    const label = name.trim();
    const index = label === '' ? -1 : this.tally.labels.indexOfText(label);
    for (const [split, samples] of this.#samples) this.#count(split, index, samples);
    for (const { split, line, path } of this.#each) {
      this.#count(split, index, 1);
      this.tally.split(split).recorder?.end(this.file, line, path === '' ? undefined : path);
    }
  }

  #count(splitName: SplitName, index: number, samples: number): void {
    const split = this.tally.split(splitName);
    split.samples += samples;
    if (index < 0) split.unlabelled += samples;
    else split.add(index, samples);
  }
}
