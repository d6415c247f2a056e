// VoTT: an export with all assets, or one JSON file an asset, regions with tags.
// Must not know other formats.

import type { JsonRow } from '../bytes/jsonSelect';
import type { Claim, WorkUnit } from '../claims';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  detectFiles,
  type FileReader,
  feedFiles,
  type Finding,
  jsonReader,
  planFiles,
} from '../jsonFiles/claims';
import { detectDocuments, type DocumentFinding, planDocuments } from '../jsonFiles/documents';
import { SampleCounter } from '../jsonFiles/samples';
import { at, hasKeys, isList, isObject, objectsIn, valuesIn } from '../jsonFiles/sketch';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'vott';
/** An asset of this type is a whole video; its frames are assets of their own. */
const video = 2;

export const vott: LabelFormat = {
  id,
  title: 'VoTT',
  units: ['box'],
  notes: {
    detects:
      'JSON exports with `assets` whose regions have tags, and the project’s own `…-asset.json`, one an image',
    splits: 'File or folder names',
    remarks:
      'A region with several tags counts for each. Classes in the order of the project’s tags. Where a project was ' +
      'exported into a folder of its own, its assets are offered.',
  },

  async *detect(folder, signal) {
    const exports: Claim[] = [];
    for await (const claim of detectFiles(id, folder, signal, look)) {
      exports.push(claim);
      yield claim;
    }
    yield* detectDocuments(id, folder, signal, isAsset, ({ base, files }): DocumentFinding[] => {
      const tagged = files.some(({ root }) => objectsIn(at(root, 'regions')).length > 0);
      const isExported = exports
        .flatMap(({ sources }) => sources)
        .some(({ path }) => base.path === '' || path.startsWith(`${base.path}/`));
      const confidence = tagged && !isExported ? 0.95 : 0.4;
      const evidence = 'VoTT assets with tagged regions, one file an image';
      return [{ unit: 'box', confidence, evidence, options: { each: true } }];
    });
  },

  plan: (claim, files, folder) =>
    claim.options.each === true ? planDocuments(claim, files, folder) : planFiles(claim, files),

  count: (unit, input, tally, signal) =>
    feedFiles(unit, input, tally, signal, (file) => readerFor(file, unit, tally)),
};

function look({ root }: JsonFile): Finding | undefined {
  const assets = at(root, 'assets');
  if (!isObject(assets) && !Array.isArray(assets)) return undefined;
  const tagged = valuesIn(assets).filter((one) => hasKeys(one, 'asset', 'regions'));
  if (tagged.length === 0 || tagged.length * 2 < valuesIn(assets).length) return undefined;
  return { unit: 'box', confidence: 0.95, evidence: 'VoTT export with assets and tagged regions' };
}

/** `{"asset": {"name": …, "path": …}, "regions": [{"tags": […]}], "version": …}`. */
function isAsset({ root }: JsonFile): boolean {
  const regions = at(root, 'regions');
  const isNamed = hasKeys(at(root, 'asset'), 'id', 'name');
  return isNamed && isList(regions) && regions.every((one) => isList(at(one, 'tags')));
}

function readerFor(file: string, unit: WorkUnit, tally: Tally): FileReader {
  const samples = new SampleCounter(tally, 'objects');
  const roots = unit.options.each === true ? [''] : ['assets.*', 'assets[]'];
  return jsonReader(tally, file, {
    rows: [
      {
        path: 'tags[]',
        fields: ['name'],
        onRow: (row) => {
          tally.declare({ id: row.text(0).trim(), name: row.text(0).trim() });
        },
      },
      ...roots.flatMap((path) => [
        {
          path,
          fields: ['asset.type', 'asset.name'],
          onStart: () => {
            samples.keep();
          },
          onRow: (row: JsonRow) => {
            if (row.number(0) === video && samples.count === 0) return;
            samples.end(unit.split, file, row.line, samples.observed ? row.text(1) : undefined);
          },
        },
        {
          path: path === '' ? 'regions[].tags[]' : `${path}.regions[].tags[]`,
          fields: [''],
          onRow: (row: Parameters<SampleCounter['add']>[0]) => {
            samples.add(row);
          },
        },
      ]),
    ],
  });
}
