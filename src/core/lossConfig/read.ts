// From the text of a loss config to the config, or to one clear sentence about the first thing wrong with it.
// Must not know where the text came from or what the loss computes.

import * as v from 'valibot';
import type { ClassEntry } from '../model';
import { jsonFault, pathText, positionOf, type TextPosition } from './jsonPosition';
import { contradiction, mismatch, type FieldFault } from './meaning';
import { migrate, migrations } from './migrations';
import { lossConfigKind, lossConfigVersion, type LossConfig } from './model';
import { lossConfigSchema } from './schema';

/** Why a text is no loss config to go by. */
export interface LossConfigProblem extends TextPosition {
  /** Of the field, such as `classes[2].weight`; empty for the document as a whole. */
  readonly path: string;
  /** A sentence that names the field. */
  readonly message: string;
}

export type LossConfigReading =
  | { readonly ok: true; readonly config: LossConfig }
  | { readonly ok: false; readonly problem: LossConfigProblem };

/**
 * Reads a loss config of this or an older version. Does not throw.
 * @param options.classes the dataset it is to be used for; ids and names must agree, in order. Whether the
 * counts still do, `fingerprintOf` tells.
 */
export function readLossConfig(
  text: string,
  options: { readonly classes?: readonly ClassEntry[] } = {},
): LossConfigReading {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  let document: unknown;
  try {
    document = JSON.parse(source);
  } catch (error) {
    return notJson(source, error);
  }
  const read = interpret(document);
  if ('fault' in read) return refuse(source, read.fault);
  const { classes } = options;
  const fault =
    contradiction(read.config) ??
    (classes === undefined ? undefined : mismatch(read.config, classes));
  return fault === undefined ? { ok: true, config: read.config } : refuse(source, fault);
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
  return parsed.success ? { config: parsed.output } : { fault: shapeFault(parsed.issues[0]) };
}

function shapeFault(issue: v.BaseIssue<unknown>): FieldFault {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  return { path, message: shapeMessage(issue) };
}

/** What valibot found, in words. */
function shapeMessage({
  type,
  kind,
  expected,
  received,
  requirement,
}: v.BaseIssue<unknown>): string {
  if (expected === 'never') return 'is no field of a loss config here';
  if (kind === 'schema' && received === 'undefined') return 'is missing';
  if (type === 'regex') return `is ${received}; it must look like ${String(requirement)}`;
  if (type === 'integer') return `is ${received}; it must be a whole number`;
  if (type === 'finite') return `is ${received}; it must be finite`;
  if (type === 'check') return 'is a list; it must be an object';
  if (type === 'min_length') return 'are empty';
  return `is ${received}; it must be ${expected ?? 'something else'}`;
}

function notJson(source: string, error: unknown): LossConfigReading {
  const fault = jsonFault(source) ?? {
    ...{ line: 1, column: 1, path: [] },
    message: error instanceof Error ? error.message : String(error),
  };
  const path = pathText(fault.path);
  const place = `line ${fault.line}, column ${fault.column}`;
  const message = `Not JSON (${place}): ${sentence(path, fault.message)}`;
  return { ok: false, problem: { line: fault.line, column: fault.column, path, message } };
}

function refuse(source: string, fault: FieldFault): LossConfigReading {
  const path = pathText(fault.path);
  const problem = {
    ...positionOf(source, fault.path),
    path,
    message: sentence(path, fault.message),
  };
  return { ok: false, problem };
}

function sentence(path: string, message: string): string {
  return `${path === '' ? 'The text' : `“${path}”`} ${message}.`;
}
