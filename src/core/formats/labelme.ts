// LabelMe: one JSON file an image with shapes, or with flags of the whole image.
// Must not know other formats; the image inside the file is passed over.

import type { WorkUnit } from '../claims';
import type { JsonFile } from '../jsonFiles/catalog';
import {
  countDocuments,
  detectDocuments,
  type DocumentFinding,
  type DocumentSet,
  planDocuments,
} from '../jsonFiles/documents';
import { SampleCounter } from '../jsonFiles/samples';
import { at, isList, isObject, objectsIn, valuesIn } from '../jsonFiles/sketch';
import type { ByteInput } from '../ports';
import type { Tally } from '../tally';
import type { LabelFormat } from './format';

const id = 'labelme';
/** Labels that say what to leave out, not what is there. */
const notClasses: ReadonlySet<string> = new Set(['__ignore__', '_background_']);

export const labelme: LabelFormat = {
  id,
  title: 'LabelMe',
  units: ['instance', 'image'],
  notes: {
    detects: 'One JSON file an image with `shapes` and `imagePath`',
    splits:
      'Folders named like splits, or lists of names beside them (`train.txt`, `splits/val.txt`)',
    remarks:
      'Shapes by label; flags of the whole image are a reading of their own. Shapes of one group_id are counted each, ' +
      'and that is said; `__ignore__` and `_background_` are left out.',
  },

  detect: (folder, signal) => detectDocuments(id, folder, signal, isLabelme, describe),

  plan: (claim, files, folder) => planDocuments(claim, files, folder),

  count,
};

function isLabelme({ root }: JsonFile): boolean {
  const shapes = at(root, 'shapes');
  if (!isObject(root) || !isList(shapes)) return false;
  const known = ['imagePath', 'imageData', 'version', 'flags', 'imageHeight'];
  return known.filter((key) => key in root).length >= 2 && shapes.every((one) => isObject(one));
}

function describe({ files }: DocumentSet): DocumentFinding[] {
  const hasShapes = files.some(({ root }) => objectsIn(at(root, 'shapes')).length > 0);
  const hasFlags = files.some(({ root }) => valuesIn(at(root, 'flags')).includes(true));
  const make = (flags: boolean): DocumentFinding => ({
    unit: flags ? 'image' : 'instance',
    confidence: hasShapes || hasFlags ? 0.95 : 0.4,
    evidence: `LabelMe JSON files with ${flags ? 'flags of images' : 'shapes'}`,
    options: { flags },
    ...(hasShapes && hasFlags
      ? { reading: { id: flags ? 'flags' : 'shapes', title: flags ? 'flags of images' : 'shapes' } }
      : {}),
  });
  return [...(hasShapes || !hasFlags ? [make(false)] : []), ...(hasFlags ? [make(true)] : [])];
}

async function count(
  unit: WorkUnit,
  input: ByteInput,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const flags = unit.options.flags === true;
  const samples = new SampleCounter(tally, flags ? 'labels' : 'objects');
  let isDocument = false;
  let grouped = 0;
  let left = 0;
  const selection = {
    rows: [
      {
        path: '',
        fields: ['shapes'],
        onStart: () => {
          isDocument = false;
          samples.keep();
        },
        onRow: (row: { kind(field: number): string }) => {
          isDocument = row.kind(0) === 'array';
        },
      },
      {
        path: 'shapes[]',
        fields: ['label', 'group_id'],
        onRow: (row: Parameters<SampleCounter['add']>[0]) => {
          if (flags) return;
          if (notClasses.has(row.text(0))) left += 1;
          else samples.add(row);
          if (row.kind(1) === 'number') grouped += 1;
        },
      },
      {
        path: 'flags.*',
        fields: [''],
        onRow: (
          row: Parameters<SampleCounter['add']>[0] & { keyText(wildcard: number): string },
        ) => {
          if (!flags) return;
          const name = row.keyText(0);
          tally.declare({ id: name, name });
          if (row.kind(0) === 'true') samples.addText(name);
        },
      },
    ],
  };
  await countDocuments(unit, input, tally, signal, selection, (file) => {
    if (isDocument) {
      samples.end(unit.split, file);
      return;
    }
    const message = 'The file is no whole LabelMe file; it is left out.';
    tally.problem({ code: 'not-labelme', severity: 'warning', file, line: 1, column: 1, message });
  });
  say(
    tally,
    'grouped-shapes',
    grouped,
    'shapes carry a group_id: several of them may be one instance. Each is counted.',
  );
  say(
    tally,
    'ignored-shapes',
    left,
    'shapes are labelled __ignore__ or _background_ and are left out.',
  );
}

function say(tally: Tally, code: string, times: number, what: string): void {
  if (times === 0) return;
  tally.problem({ code, severity: 'information', message: `${times} ${what}` });
}
