// `class-balance formats`: the label formats that a scan reads.
// Must not know any one of them.

import { formats as all } from '../../core/formats/registry';
import { catalogue } from '../catalogue';

export const formats = catalogue('formats', 'List the label formats that are read', () => ({
  entries: all.map(({ id, title, units, notes }) => ({
    id,
    title,
    more: `${units.join(', ')}: ${notes.detects}`,
  })),
  json: all.map(({ id, title, units, notes }) => ({ id, title, units, ...notes })),
}));
