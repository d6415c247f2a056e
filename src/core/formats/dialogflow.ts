// Dialogflow's exported agents: a file of phrases an intent, called `<intent>_usersays_<language>.json`; older ones hold `userSays`.
// Must not know other formats; answers and entities are passed over.

import type { Claim, Source, WorkUnit } from '../claims';
import { batches } from '../detect/eachFile';
import { type JsonFolder, jsonFolders } from '../jsonFiles/catalog';
import { feedFiles, jsonReader } from '../jsonFiles/claims';
import { SampleCounter } from '../jsonFiles/samples';
import { at, isList, objectsIn, textOf } from '../jsonFiles/sketch';
import { baseName } from '../paths';
import type { LabelFormat } from './format';

const id = 'dialogflow';
const bytesPerFile = 4000;
const phrasesName = /^(.+)_usersays_([a-z]{2,3}(?:-[a-z]{2,4})?)\.json$/i;

export const dialogflow: LabelFormat = {
  id,
  title: 'Dialogflow',
  units: ['document'],
  notes: {
    detects: '`<intent>_usersays_<language>.json` in a folder, or `<intent>.json` with `userSays`',
    splits: '–',
    remarks:
      'Each phrase is a document of the intent that names its file; each language is a dataset of its own. Intents ' +
      'without phrases count 0.',
  },

  async *detect(root, signal) {
    for (const folder of await jsonFolders(root, signal)) yield* claimsIn(folder);
  },

  plan(claim) {
    const units = batches(claim.sources.map(({ path }) => path)).map((paths): WorkUnit => ({
      ...{ format: id, split: 'all', paths, bytes: paths.length * bytesPerFile, options: {} },
    }));
    const names = claim.options.intents as readonly string[];
    return Promise.resolve({
      classes: names.map((name) => ({ id: name, name })),
      order: 'text',
      multiLabel: false,
      openVocabulary: false,
      units,
      problems: [],
    });
  },

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => {
      const samples = new SampleCounter(tally, 'labels');
      const intent = intentOf(baseName(file));
      const path = phrasesName.test(baseName(file)) ? '[]' : 'userSays[]';
      return jsonReader(tally, file, {
        rows: [
          {
            path,
            fields: [],
            onRow: (row) => {
              samples.addText(intent);
              samples.end(unit.split, file, row.line);
            },
          },
        ],
      });
    }),
};

function intentOf(name: string): string {
  return phrasesName.exec(name)?.[1] ?? name.replace(/\.json$/i, '');
}

function* claimsIn({ folder, names, files }: JsonFolder): Generator<Claim> {
  const byLanguage = new Map<string, string[]>();
  for (const name of names) {
    const language = phrasesName.exec(name)?.[2].toLowerCase();
    if (language === undefined) continue;
    byLanguage.set(language, [...(byLanguage.get(language) ?? []), name]);
  }
  const arePhrases = files.some(
    ({ name, root }) => phrasesName.test(name) && objectsIn(root).some(isPhrase),
  );
  const own = names.filter((name) => !phrasesName.test(name));
  const within = files.some(({ root }) => objectsIn(at(root, 'userSays')).some(isPhrase));
  if (!arePhrases && within) byLanguage.set('', [...own]);
  if (!arePhrases && !within) return;
  const intents = [...new Set(names.map(intentOf))];
  for (const [language, members] of byLanguage) {
    yield {
      format: id,
      name: [folder.parent?.name ?? folder.name, language].filter((part) => part !== '').join(' '),
      unit: 'document',
      confidence: 0.95,
      evidence: ['Phrases of intents, as Dialogflow exports them'],
      sources: members.map((name): Source => ({
        path: folder.pathOf(name),
        kind: 'file',
        split: 'all',
      })),
      covers: own.map((name): Source => ({
        path: folder.pathOf(name),
        kind: 'file',
        split: 'all',
      })),
      options: { intents },
    };
  }
}

/** `{"data": [{"text": "a table for ", "userDefined": false}, …], "isTemplate": false}`. */
function isPhrase(phrase: ReturnType<typeof objectsIn>[number]): boolean {
  const pieces = at(phrase, 'data');
  return isList(pieces) && objectsIn(pieces).every((piece) => textOf(at(piece, 'text')) !== '');
}
