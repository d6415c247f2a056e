// `class-balance exporters`: the targets that weights can be written for.
// Must not know any one of them.

import { exporters as all } from '../../core/exporters/registry';
import { catalogue } from '../catalogue';

const ranked = [...all].sort((a, b) => a.rank - b.rank);

export const exporters = catalogue('exporters', 'List the export targets', () => ({
  entries: ranked.map(({ id, title, description }) => ({ id, title, more: description })),
  json: ranked.map(({ id, title, description, framework, fileName }) => ({
    ...{ id, title, description, framework, fileName },
  })),
}));
