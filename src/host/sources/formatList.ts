// The label formats there are, from the command line's own `formats --json`, run in a worker thread: the readers stay
// out of the extension's bundle. Must not know any one format.

import { Worker } from 'node:worker_threads';

export interface FormatInfo {
  readonly id: string;
  readonly title: string;
  readonly detects: string;
}

/** @param cli the bundled command line. */
export async function formatList(cli: string): Promise<readonly FormatInfo[]> {
  const worker = new Worker(cli, { argv: ['formats', '--json'], stdout: true });
  const ended = new Promise<void>((resolve, reject) => {
    worker.once('exit', () => {
      resolve();
    });
    worker.once('error', reject);
  });
  const chunks: Uint8Array[] = [];
  worker.stdout.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  await ended;
  return formatsIn(Buffer.concat(chunks).toString('utf8'));
}

/** The formats of the printed JSON. @throws Error where it is none. */
export function formatsIn(text: string): readonly FormatInfo[] {
  const printed: unknown = JSON.parse(text);
  const formats: unknown =
    typeof printed === 'object' && printed !== null && 'formats' in printed
      ? printed.formats
      : undefined;
  if (!Array.isArray(formats)) throw new Error('The list of label formats could not be read.');
  return formats.filter(isFormat);
}

function isFormat(entry: unknown): entry is FormatInfo {
  if (typeof entry !== 'object' || entry === null) return false;
  return ['id', 'title', 'detects'].every((key) => typeof Reflect.get(entry, key) === 'string');
}
