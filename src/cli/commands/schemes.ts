// `class-balance schemes`: the rules from counts to weights.
// Must not know any one of them.

import { schemes as all } from '../../core/weights/registry';
import { catalogue } from '../catalogue';

const ranked = [...all].sort((a, b) => a.rank - b.rank);

export const schemes = catalogue('schemes', 'List the weighting schemes', () => ({
  entries: ranked.map(({ id, title, formula, parameters }) => {
    const named = parameters.map((parameter) => `${parameter.id}=${parameter.defaultValue}`);
    return { id, title, more: [formula, ...named].join('; ') };
  }),
  json: ranked.map(({ id, title, formula, description, source, parameters }) => ({
    ...{ id, title, formula, description, source, parameters },
  })),
}));
