// From what a request names as its data to open arrays and the counts that were trained on.
// Must not know engines.

import type { RunRequest } from '../../core/training/request';
import { DataError } from './npyFile';
import { openPackedData, type PreparedData } from './prepare';

/** @throws DataError where the data cannot be used. */
export function prepareData(request: RunRequest, runFolder: string): Promise<PreparedData> {
  const { data } = request;
  if (data.kind === 'packed') return Promise.resolve(openPackedData(request, data, runFolder));
  throw new DataError('not yet');
}
