// One line of progress that overwrites itself, on a terminal only.
// Must not know how a scan works.

import type { ScanProgress } from '../core/scan';
import { atMostEvery } from '../node/atMost';
import type { Output } from './io';
import { counted, megabytes } from './numbers';

interface ProgressLine<T> {
  readonly show: (progress: T) => void;
  readonly clear: () => void;
}

/** Of a scan. */
export function progressLine(err: Output): ProgressLine<ScanProgress> {
  return overwritingLine(err, lineOf);
}

/** Silent where the output is no terminal. */
export function overwritingLine<T>(err: Output, lineOf: (progress: T) => string): ProgressLine<T> {
  let isShown = false;
  return {
    show: atMostEvery(100, (progress) => {
      if (!err.isTerminal) return;
      isShown = true;
      err.write(`\r\u001b[K${lineOf(progress)}`);
    }),
    clear: () => {
      if (isShown) err.write('\r\u001b[K');
      isShown = false;
    },
  };
}

function lineOf({ phase, files, bytes, totalBytes }: ScanProgress): string {
  const listed = counted(files, 'file');
  if (phase === 'list') return `Listing: ${listed}`;
  if (phase === 'detect') return `Looking for labels in ${listed}`;
  const done = totalBytes > 0 ? ` (${Math.min(100, Math.floor((bytes / totalBytes) * 100))}%)` : '';
  return `Counting: ${megabytes(bytes)}${done}`;
}
