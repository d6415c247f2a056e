// Files that may hold labels but are not read, with the reason and the way out: pickles, checkpoints, DuckDB, encrypted Parquet.
// Must not know formats; a file that some format claims is none of these.

import type { FolderView, Head } from '../folderView';
import { baseName, extensionIn } from '../paths';
import type { Problem } from '../problems';
import { isJunkFolder } from './folderWords';

interface Refusal {
  readonly code: string;
  /** Names worth opening. */
  readonly names: RegExp;
  readonly fits: (head: Head) => boolean;
  readonly message: (names: string) => string;
}

const latin1 = new TextDecoder('latin1');
const textAt = ({ bytes }: Head, start: number, end: number): string =>
  latin1.decode(bytes.subarray(start, end));

/** A pickle of protocol 2 or later, as PyTorch writes it. */
const isPickle = (head: Head): boolean => head.bytes[0] === 0x80 && head.bytes[1] <= 5;
const isZip = (head: Head): boolean => textAt(head, 0, 4) === 'PK\u0003\u0004';

const kinds: readonly Refusal[] = [
  {
    code: 'refused-pickle',
    names: /\.(?:pkl|pickle|p|pk|pck|pklz|dill|joblib|sav)(?:\.(?:gz|bz2|xz|lzma|z))?$/i,
    // SPSS names its tables .sav too.
    fits: (head) => head.bytes.length > 0 && !/^\$FL[23]/.test(textAt(head, 0, 4)),
    message: (names) =>
      `${names}: Python pickles are not read, because loading one runs code. Where one holds labels, write them out ` +
      "yourself: python -c \"import pandas as pd; pd.Series(pd.read_pickle('labels.pkl')).to_csv('labels.csv')\".",
  },
  {
    code: 'refused-checkpoint',
    names: /\.(?:pt|pth|ckpt|bin)$/i,
    fits: (head) => isPickle(head) || (isZip(head) && textAt(head, 30, 512).includes('data.pkl')),
    message: (names) =>
      `${names}: PyTorch files are pickles and are not read. Where one holds labels, write them out yourself: ` +
      "python -c \"import torch, numpy; numpy.save('labels.npy', torch.load('labels.pt', weights_only=True).numpy())\".",
  },
  {
    code: 'refused-duckdb',
    names: /\.(?:duckdb|ddb|db)$/i,
    fits: (head) => textAt(head, 8, 12) === 'DUCK',
    message: (names) =>
      `${names}: DuckDB's own file format is documented for DuckDB alone and changes with it. Write the table out: ` +
      "COPY labels TO 'labels.parquet' (FORMAT parquet).",
  },
  {
    code: 'refused-encrypted',
    names: /\.(?:parquet|pq)$/i,
    fits: (head) => textAt(head, 0, 4) === 'PARE',
    message: (names) =>
      `${names}: the Parquet file is encrypted. Write the label column to a file without encryption.`,
  },
  {
    code: 'refused-weights',
    names: /\.(?:h5|hdf5|keras)$/i,
    fits: (head) =>
      /model_weights|layer_names|keras_version|optimizer_weights/.test(textAt(head, 0, 65_536)),
    message: (names) => `${names}: weights of a Keras model; they hold no labels.`,
  },
];

const packed = extensionIn('', '.bz2', '.xz', '.lzma', '.z');

function mayBeRefused(extension: string): boolean {
  return packed(extension) || kinds.some(({ names }) => names.test(`file${extension}`));
}

/** Files named in one message. */
const namesShown = 3;

/** One problem a kind, for the files that `isTaken` does not know. */
export async function refusals(
  root: FolderView,
  isTaken: (path: string) => boolean,
  signal: AbortSignal,
): Promise<Problem[]> {
  const found = new Map<Refusal, string[]>();
  for (const folder of root.walk()) {
    if (isJunkFolder(folder.name)) continue;
    signal.throwIfAborted();
    for (const name of folder.labelFilesEnding(mayBeRefused)) {
      const kind = await kindOf(folder, name, isTaken);
      if (kind !== undefined) found.set(kind, [...(found.get(kind) ?? []), folder.pathOf(name)]);
    }
  }
  return [...found].map(([kind, paths]) => ({
    code: kind.code,
    severity: 'information',
    file: paths[0],
    message: kind.message(shown(paths)),
  }));
}

async function kindOf(
  folder: FolderView,
  name: string,
  isTaken: (path: string) => boolean,
): Promise<Refusal | undefined> {
  const likely = kinds.filter((kind) => kind.names.test(name));
  if (likely.length === 0 || isTaken(folder.pathOf(name))) return undefined;
  const head = await folder.head(name);
  return head === undefined ? undefined : likely.find((kind) => kind.fits(head));
}

function shown(paths: readonly string[]): string {
  const names = paths.slice(0, namesShown).map(baseName).join(', ');
  return paths.length > namesShown ? `${names} and ${paths.length - namesShown} more` : names;
}
