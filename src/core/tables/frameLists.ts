// Lists of `folder [first] frames label…` lines beside the folders they name: films as folders of images (OpenMMLab).
// Must not know lists whose folders are not there; pathLines has those.

import type { FolderView } from '../folderView';
import { mediaOfPath } from './columnProfile';
import { isIntegerText } from './labelText';
import type { ListRecipe, PathList } from './pathLines';

/** A folder that a list names, and how many images it holds. */
interface Film {
  readonly path: string;
  readonly images: number;
}

/** The folder of images that a list calls so; undefined where there is none. */
export type FilmNamed = (name: string) => Film | undefined;

/** Folders that are looked for. */
const mostFolders = 20;

/** Folders are looked for in the one of the list, in the one above, and one below either. */
export function filmsNear(list: FolderView): FilmNamed {
  return (name) => {
    for (const place of placesNear(list)) {
      const folder = place.at(name);
      const images = folder?.files.filter((file) => mediaOfPath(file) === 'image').length ?? 0;
      if (folder !== undefined && images > 0) return { path: folder.path, images };
    }
    return undefined;
  };
}

function* placesNear(list: FolderView): Generator<FolderView> {
  yield list;
  yield* list.folders;
  if (list.parent === undefined) return;
  yield list.parent;
  yield* list.parent.folders;
}

/** The list that the lines, taken apart, are; undefined unless each names a folder that holds so many frames. */
export function frameList(
  fields: readonly (readonly string[])[],
  layout: Pick<ListRecipe, 'skip' | 'separator'>,
  filmNamed: FilmNamed,
): PathList | undefined {
  const lines = fields.map(([, ...numbers]) => numbers);
  if (lines.some((numbers) => numbers.length < 2 || !numbers.every(isCount))) return undefined;
  const counted: Counted[] = [];
  for (const [name, ...numbers] of fields.slice(0, mostFolders)) {
    const film = filmNamed(name);
    if (film === undefined) return undefined;
    counted.push({ ...film, numbers: numbers.map(Number) });
  }
  const isOfAll = counted.every(({ images, numbers: [frames] }) => frames === images);
  const isOfPart = !isOfAll && counted.every(isPart);
  const fits = counted.every(({ images, numbers: [frames] }) => frames > 0 && frames <= images);
  if (!isOfPart && !fits) return undefined;
  const films = [...new Set(counted.map(({ path }) => path))];
  const list = { ...listOf(lines, layout, isOfPart ? 2 : 1), films };
  const names = new Set(fields.map(([name]) => name));
  // Folders once each and numbers once each may as well be classes and how many images they have here and there.
  const recurs = names.size < lines.length || list.labels.length < lines.length;
  return recurs ? list : { ...list, confidence: 0.4 };
}

/** The numbers of a line and the folder it names. */
interface Counted extends Film {
  readonly numbers: readonly number[];
}

/** `film 20 5 127`: five frames from the twentieth on, and one label. */
function isPart({ images, numbers }: Counted): boolean {
  const [first, frames] = numbers;
  return numbers.length === 3 && frames > 0 && first + frames <= images;
}

function isCount(text: string): boolean {
  return isIntegerText(text) && !text.startsWith('-');
}

function listOf(
  lines: readonly (readonly string[])[],
  layout: Pick<ListRecipe, 'skip' | 'separator'>,
  labelsFrom: 1 | 2,
): PathList {
  const labels = new Set(lines.flatMap((numbers) => numbers.slice(labelsFrom)));
  const isSeveral = labelsFrom === 1 && lines.some((numbers) => numbers.length > 2);
  const recipe = { ...layout, place: 'last', vector: 0, integers: true } as const;
  return {
    recipe: { ...recipe, join: isSeveral ? ' ' : null, frames: labelsFrom === 1 },
    confidence: 0.9,
    evidence: `each line is a folder beside the list, how many of its images are frames, and a number (${labels.size} different ones)`,
    media: 'video',
    labels: [...labels],
    openVocabulary: false,
  };
}
