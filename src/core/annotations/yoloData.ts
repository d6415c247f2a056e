// What a data.yaml (Ultralytics) or an obj.data (Darknet) says: where each split lies, the names, the row shape.
// Must not know which of those paths exist.

import type { ClassEntry, SplitName } from '../model';

/** A dataset description as it is written. */
export interface YoloData {
  /** The key `path`: the folder the splits are relative to. */
  readonly root?: string;
  readonly splits: readonly YoloSplit[];
  readonly names?: readonly ClassEntry[];
  /** Path of a names file, where names are not written in place. */
  readonly namesFile?: string;
  /** Number of classes, by `nc` or `classes`. */
  readonly classes?: number;
  /** Fields of a pose row (`5 + k * d` of `kpt_shape`); 0 where rows are boxes or polygons. */
  readonly poseFields: number;
}

export interface YoloSplit {
  readonly split: SplitName;
  /** Folders of images, or text files that list images. */
  readonly paths: readonly string[];
}

const splitKeys: readonly (readonly [key: string, split: SplitName])[] = [
  ['train', 'train'],
  ['val', 'val'],
  ['valid', 'val'],
  ['validation', 'val'],
  ['test', 'test'],
];

/**
 * Reads a data.yaml; undefined where it is none. All scalars stay the text they are written as (`no`, `007`).
 * A text that was cut short is read as far as it goes.
 */
export async function parseYoloYaml(text: string): Promise<YoloData | undefined> {
  if (!/^(?:train|val|valid|validation|test|names)\s*:/m.test(text)) return undefined;
  const map = await yamlMap(text);
  if (map === undefined) return undefined;
  const splits = splitKeys.flatMap(([key, split]) => {
    const paths = textsOf(map[key]);
    return paths.length === 0 ? [] : [{ split, paths }];
  });
  const { names, namesFile } = namesOf(map.names);
  if (splits.length === 0 && names === undefined) return undefined;
  return {
    root: typeof map.path === 'string' && map.path !== '' ? map.path : undefined,
    splits,
    names,
    namesFile,
    classes: wholeNumber(map.nc),
    poseFields: poseFields(map.kpt_shape),
  };
}

async function yamlMap(text: string): Promise<Readonly<Record<string, unknown>> | undefined> {
  // It takes as long to load as all formats together, and most folders hold no YAML.
  const { parseDocument } = await import('yaml');
  try {
    const document = parseDocument(text.replace(/^\uFEFF/, ''), {
      schema: 'failsafe',
      uniqueKeys: false,
      strict: false,
      logLevel: 'silent',
    });
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return isMap(value) ? value : undefined;
  } catch {
    // Text that is no YAML at all is no data.yaml either.
    return undefined;
  }
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textsOf(value: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(value) ? value : [value];
  return all.filter((one): one is string => typeof one === 'string' && one.trim() !== '');
}

function namesOf(value: unknown): Pick<YoloData, 'names' | 'namesFile'> {
  if (typeof value === 'string') return value === '' ? {} : { namesFile: value };
  if (Array.isArray(value)) {
    const names = (value as readonly unknown[]).map((name, index) => ({
      id: index.toString(),
      name: typeof name === 'string' ? name : index.toString(),
    }));
    return { names };
  }
  if (!isMap(value)) return {};
  const names = Object.entries(value)
    .filter(([key]) => /^\d+$/.test(key))
    .map(([key, name]) => ({
      id: Number(key).toString(),
      name: typeof name === 'string' ? name : key,
    }))
    .sort((a, b) => Number(a.id) - Number(b.id));
  return names.length === 0 ? {} : { names };
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
}

function poseFields(value: unknown): number {
  const [points, dimensions] = textsOf(value).map(Number);
  const fields = 5 + points * dimensions;
  return Number.isInteger(fields) && fields > 5 ? fields : 0;
}

/** Reads an obj.data (`key = value` lines); undefined where it is none. */
export function parseDarknetData(text: string): YoloData | undefined {
  const map = new Map<string, string>();
  for (const line of text.split(/\r\n|\r|\n/)) {
    const match = /^\s*([a-z_]+)\s*=(.*)$/i.exec(line);
    if (match !== null) map.set(match[1].toLowerCase(), match[2].trim());
  }
  const splits = splitKeys.flatMap(([key, split]) => {
    const path = map.get(key);
    return path === undefined || path === '' ? [] : [{ split, paths: [path] }];
  });
  const namesFile = map.get('names');
  if (splits.length === 0 || (namesFile === undefined && !map.has('classes'))) return undefined;
  return { splits, namesFile, classes: wholeNumber(map.get('classes')), poseFields: 0 };
}
