// A report on near-duplicates from a file: checked, not trusted.
// Must not know what it is read for.

import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { DuplicatesReport } from '../../core/duplicates/report';
import { duplicatesReportSchema } from '../../protocol/duplicates';

/** @throws Error where the file cannot be read or is no such report. */
export function readDuplicatesReport(file: string): DuplicatesReport {
  return v.parse(duplicatesReportSchema, JSON.parse(readFileSync(file, 'utf8')));
}
