// The full account of a weight table as one JSON document: everything needed to derive the numbers again.
// Must not know export targets.

import type { ExportInput } from '../exporters/exporter';

/** Value of `$schema` in the document. */
export const weightsSchema = 'class-balance/weights@1';

/** What is to be told of a file with one line a sample; plain JSON. */
export interface SampleAccount {
  readonly order: string;
  readonly lines: number;
  readonly [key: string]: string | number;
}

/** The document of `class-balance weights --json` and of the JSON export. Plain JSON: infinite N is `null`, β then 1. */
export function weightsDocument({ table, provenance }: ExportInput): object {
  return {
    $schema: weightsSchema,
    tool: provenance.tool,
    created: provenance.created,
    dataset: {
      name: provenance.dataset,
      sources: provenance.sources,
      unit: provenance.unit,
      split: provenance.split,
      multiLabel: provenance.multiLabel,
      samples: provenance.samples,
    },
    scheme: {
      id: table.scheme,
      parameters: table.parameters,
      prototypes: table.prototypes,
      beta: table.beta,
      normalisation: table.normalisation,
      zeroCount: table.zeroCount,
    },
    classOrder: 'The order of `classes` is the order in which the trainer indexes them, from 0.',
    total: table.total,
    classes: table.rows.map(
      ({ index, id, name, count, images, prototypes, effectiveNumber, weight }) => ({
        index,
        id,
        name,
        count,
        ...(images === undefined ? {} : { images }),
        ...(prototypes === undefined ? {} : { prototypes }),
        effectiveNumber,
        weight,
      }),
    ),
    notes: table.notes.map((note) => note.message),
  };
}

/** The document as text, one class a line so that it can be read and compared. */
export function documentText(input: ExportInput, samples?: SampleAccount): string {
  const document = { ...weightsDocument(input), ...(samples === undefined ? {} : { samples }) };
  const text = JSON.stringify(document, undefined, 2);
  return `${text.replace(/\{\n {6}"index"[^}]*\}/g, (entry) => entry.replace(/\n\s*/g, ' '))}\n`;
}
