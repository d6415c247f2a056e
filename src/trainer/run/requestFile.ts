// run.json on disk.
// Must not know what a run does with it.

import { readFileSync } from 'node:fs';
import { readRunRequest } from '../../core/training/read';
import type { RunRequest } from '../../core/training/request';
import { toSourceError } from '../../node/sourceErrors';
import { RunError } from './runError';

const largest = 64 * 2 ** 20;

/** @throws RunError naming the file, the place and what is wrong there. */
export function readRequestFile(file: string): RunRequest {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new RunError(toSourceError(error, file).message);
  }
  if (text.length > largest) throw new RunError(`“${file}” is too large for a run request.`);
  const reading = readRunRequest(text);
  if (reading.ok) return reading.request;
  const { line, column, message } = reading.problem;
  throw new RunError(`${file}:${line}:${column}: ${message}`);
}

export function requestText(request: RunRequest): string {
  return `${JSON.stringify(request, undefined, 2)}\n`;
}
