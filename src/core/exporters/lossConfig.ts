// The loss config: which loss with which weights, for load_loss in Python and createLoss in TypeScript.
// Must not know other targets.

import { lossConfig as configOf, lossConfigText } from '../lossConfig/write';
import type { ExportInput, Exporter } from './exporter';

export const lossConfig: Exporter = {
  id: 'loss-config',
  title: 'Loss config',
  description:
    'The loss with its parameters, classes and weights as one JSON document that class_balance.load_loss reads.',
  framework: 'General',
  fileName: 'loss-config.json',
  rank: 5,
  files: (input, fileName) => [{ name: fileName, content: text(input) }],
  snippet: (input) => ({ language: 'json', text: text(input) }),
};

/** Several labels a sample need a sigmoid for each class; one label the softmax. */
function text({ table, provenance, loss }: ExportInput): string {
  const family = provenance.multiLabel ? 'sigmoid' : 'softmax';
  return lossConfigText(configOf({ table, provenance, choices: loss ?? { family } }));
}
