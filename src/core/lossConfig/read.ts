// From the text of a loss config to the config, or to one clear sentence about the first thing wrong with it.
// Must not know where the text came from or what the loss computes.

import * as v from 'valibot';
import type { ClassEntry } from '../model';
import { type DocumentProblem, located, parseDocument, shapeFault } from './document';
import { contradiction, mismatch, type FieldFault } from './meaning';
import { migrate, migrations } from './migrations';
import { lossConfigKind, lossConfigVersion, type LossConfig } from './model';
import { lossConfigSchema } from './schema';

export type LossConfigReading =
  | { readonly ok: true; readonly config: LossConfig }
  | { readonly ok: false; readonly problem: DocumentProblem };

/**
 * Reads a loss config of this or an older version. Does not throw.
 * @param options.classes the dataset it is to be used for; ids and names must agree, in order. Whether the
 * counts still do, `fingerprintOf` tells.
 */
export function readLossConfig(
  text: string,
  options: { readonly classes?: readonly ClassEntry[] } = {},
): LossConfigReading {
  const parsed = parseDocument(text);
  if ('problem' in parsed) return { ok: false, problem: parsed.problem };
  const { source } = parsed;
  const read = interpret(parsed.document);
  if ('fault' in read) return { ok: false, problem: located(source, read.fault) };
  const { classes } = options;
  const fault =
    contradiction(read.config) ??
    (classes === undefined ? undefined : mismatch(read.config, classes));
  return fault === undefined
    ? { ok: true, config: read.config }
    : { ok: false, problem: located(source, fault) };
}

function interpret(
  document: unknown,
): { readonly config: LossConfig } | { readonly fault: FieldFault } {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { fault: { path: [], message: 'is no loss config: it must be an object' } };
  }
  if (!('schema' in document) || document.schema !== lossConfigKind) {
    const message = `must be ${JSON.stringify(lossConfigKind)}; this is no loss config`;
    return { fault: { path: ['schema'], message } };
  }
  const migrated = migrate(document, lossConfigVersion, migrations);
  if ('fault' in migrated) return migrated;
  const parsed = v.safeParse(lossConfigSchema, migrated.document);
  return parsed.success
    ? { config: parsed.output }
    : { fault: shapeFault(parsed.issues[0], 'loss config') };
}
