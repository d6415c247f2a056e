// Colours and values of masks as JSON files give them: Datumaro's dataset_meta.json, Supervisely's, Mapillary's configuration.
// Must not know masks.

import type { MaskClass } from './colourMap';

const longest = 100_000;

/** The classes that a JSON text gives colours or values to, in its order; none where it gives none. */
export function parseJsonColourMap(text: string): MaskClass[] {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch {
    // Not JSON, or cut off: it names nothing.
    return [];
  }
  if (!isObject(root)) return fromList(root);
  const lists = [root, ...Object.values(root)].map(fromList);
  return lists.find((list) => list.length > 0) ?? datumaro(root) ?? byName(root);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `[{"name": "road", "color": [128, 64, 128]}, …]`, also `title` and `#804080`. */
function fromList(value: unknown): MaskClass[] {
  if (!Array.isArray(value) || value.length > longest) return [];
  return value.flatMap((entry: unknown): MaskClass[] => {
    if (!isObject(entry)) return [];
    const name = entry.name ?? entry.title ?? entry.label;
    const colour = colourOf(entry.color ?? entry.colour ?? entry.rgb);
    return typeof name === 'string' && colour !== undefined ? [{ name, colour }] : [];
  });
}

/** `{"label_map": {"0": "road"}, "segmentation_colors": [[128, 64, 128]]}`. */
function datumaro({ label_map, segmentation_colors }: Readonly<Record<string, unknown>>) {
  if (!isObject(label_map)) return undefined;
  const colours = Array.isArray(segmentation_colors) ? (segmentation_colors as unknown[]) : [];
  return Object.entries(label_map).flatMap(([id, name], at): MaskClass[] => {
    if (typeof name !== 'string' || !/^\d{1,5}$/.test(id)) return [];
    const colour = colourOf(colours.at(at));
    return [{ name, value: Number(id), ...(colour === undefined ? {} : { colour }) }];
  });
}

/** `{"road": [1, 1, 1], "car": "#0000FF"}`. */
function byName(root: Readonly<Record<string, unknown>>): MaskClass[] {
  const entries = Object.entries(root);
  if (entries.length > longest) return [];
  const classes = entries.flatMap(([name, value]): MaskClass[] => {
    const colour = colourOf(value);
    return colour === undefined ? [] : [{ name, colour }];
  });
  return classes.length === entries.length ? classes : [];
}

function colourOf(value: unknown): number | undefined {
  if (typeof value === 'string') {
    const digits = /^#([0-9a-f]{6})$/i.exec(value)?.[1];
    return digits === undefined ? undefined : Number.parseInt(digits, 16);
  }
  const isColour =
    Array.isArray(value) &&
    (value.length === 3 || value.length === 4) &&
    value.every((part) => Number.isInteger(part) && part >= 0 && part <= 255);
  if (!isColour) return undefined;
  const [r, g, b] = value as readonly number[];
  return (r << 16) | (g << 8) | b;
}
