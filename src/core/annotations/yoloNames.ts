// The classes of a YOLO dataset: from data.yaml, a names file, or their number alone.
// Must not know label files.

import { smallFileLimit } from '../detect/eachFile';
import { parseNamesFile } from '../detect/namesFile';
import type { ClassEntry } from '../model';
import type { ByteInput } from '../ports';
import type { Problem } from '../problems';
import { parseYoloYaml } from './yoloData';
import type { YoloNotes } from './yoloDataset';

/** Declared classes and what is odd about them. */
export interface YoloNames {
  readonly classes: readonly ClassEntry[];
  readonly problems: readonly Problem[];
}

/** Reads the names; a `SourceError` where their file cannot be read. */
export async function namesOf(notes: YoloNotes, files: ByteInput): Promise<YoloNames> {
  const { names, classes: declared } = notes;
  const classes = names === undefined ? [] : await classesIn(names.path, names.kind, files);
  if (classes.length === 0) return unnamed(notes);
  const problems = [...gaps(classes, names?.path), ...wrongNumber(classes.length, declared, notes)];
  return { classes, problems };
}

async function classesIn(
  path: string,
  kind: 'yaml' | 'lines',
  files: ByteInput,
): Promise<readonly ClassEntry[]> {
  const text = new TextDecoder().decode(await files.whole(path, smallFileLimit));
  return kind === 'yaml' ? ((await parseYoloYaml(text))?.names ?? []) : parseNamesFile(text);
}

function unnamed(notes: YoloNotes): YoloNames {
  const classes = Array.from({ length: Math.min(notes.classes, 1e6) }, (_, index) => ({
    id: index.toString(),
    name: index.toString(),
  }));
  const message =
    'No class names were found (data.yaml, classes.txt, obj.names): classes are shown by their index.';
  return {
    classes,
    problems: [
      { code: 'no-class-names', severity: 'information', file: notes.description, message },
    ],
  };
}

function gaps(classes: readonly ClassEntry[], file: string | undefined): Problem[] {
  const last = Number(classes.at(-1)?.id ?? -1);
  if (last + 1 === classes.length) return [];
  const message =
    `The names go up to class ${last}, but there are ${classes.length} of them. ` +
    'Ultralytics wants every index from 0 on.';
  return [{ code: 'names-have-gaps', severity: 'warning', file, message }];
}

function wrongNumber(names: number, declared: number, notes: YoloNotes): Problem[] {
  if (declared === 0 || declared === names) return [];
  const message = `${declared} classes are declared, but ${names} names are given; the names are taken.`;
  return [
    { code: 'names-and-number-differ', severity: 'warning', file: notes.description, message },
  ];
}
