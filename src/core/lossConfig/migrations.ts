// Brings the document of an older program to the version this one reads.
// Must not know the shape of the current version; a step is told only from which version it starts.

import type { FieldFault } from './meaning';

/** A step by the version it starts from: takes a document of that version, answers one of the next. */
export type Migrations = Readonly<Partial<Record<number, (document: object) => object>>>;

/** Version 1 is the first. */
export const migrations: Migrations = {};

/** The document at version `current`, or why it cannot be brought there. */
export function migrate(
  document: object,
  current: number,
  steps: Migrations,
): { readonly document: object } | { readonly fault: FieldFault } {
  const given = 'version' in document ? document.version : undefined;
  if (typeof given !== 'number' || !Number.isInteger(given)) {
    const what = given === undefined ? 'is missing' : `is ${JSON.stringify(given)}`;
    return refuse(`${what}; it must be a whole number`);
  }
  if (given > current) {
    return refuse(
      `is ${given}; this program reads up to version ${current}, a newer one is needed`,
    );
  }
  let migrated = document;
  for (let version = given; version < current; version++) {
    const step = steps[version];
    if (step === undefined) {
      return refuse(`is ${given}; this program reads version ${current} and knows no way up to it`);
    }
    migrated = { ...step(migrated), version: version + 1 };
  }
  return { document: migrated };
}

function refuse(message: string): { readonly fault: FieldFault } {
  return { fault: { path: ['version'], message } };
}
