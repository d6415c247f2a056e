// What the readers of our JSON documents share: from a text to a value, and from what is wrong to one located sentence.
// Must not know any one document.

import type * as v from 'valibot';
import { jsonFault, pathText, positionOf, type TextPosition } from './jsonPosition';
import type { FieldFault } from './meaning';

/** Why a text is no document to go by. */
export interface DocumentProblem extends TextPosition {
  /** Of the field, such as `classes[2].weight`; empty for the document as a whole. */
  readonly path: string;
  /** A sentence that names the field. */
  readonly message: string;
}

/** The text's value and the text without a byte-order mark, or why it is no JSON. */
export function parseDocument(
  text: string,
): { readonly source: string; readonly document: unknown } | { readonly problem: DocumentProblem } {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return { source, document: JSON.parse(source) as unknown };
  } catch (error) {
    return { problem: notJson(source, error) };
  }
}

/** A fault with its place in the text. */
export function located(source: string, fault: FieldFault): DocumentProblem {
  const path = pathText(fault.path);
  return { ...positionOf(source, fault.path), path, message: sentence(path, fault.message) };
}

/**
 * What valibot found first, in words.
 * @param kind of the document, such as `loss config`.
 */
export function shapeFault(issue: v.BaseIssue<unknown>, kind: string): FieldFault {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  return { path, message: shapeMessage(issue, kind) };
}

function shapeMessage(issue: v.BaseIssue<unknown>, document: string): string {
  const { type, kind, expected, received, requirement } = issue;
  if (expected === 'never') return `is no field of a ${document} here`;
  if (kind === 'schema' && received === 'undefined') return 'is missing';
  if (type === 'regex') return `is ${received}; it must look like ${String(requirement)}`;
  if (type === 'integer') return `is ${received}; it must be a whole number`;
  if (type === 'finite') return `is ${received}; it must be finite`;
  if (type === 'check') return 'is a list; it must be an object';
  if (type === 'min_length') return 'are empty';
  return `is ${received}; it must be ${expected ?? 'something else'}`;
}

function notJson(source: string, error: unknown): DocumentProblem {
  const fault = jsonFault(source) ?? {
    ...{ line: 1, column: 1, path: [] },
    message: error instanceof Error ? error.message : String(error),
  };
  const path = pathText(fault.path);
  const place = `line ${fault.line}, column ${fault.column}`;
  const message = `Not JSON (${place}): ${sentence(path, fault.message)}`;
  return { line: fault.line, column: fault.column, path, message };
}

function sentence(path: string, message: string): string {
  return `${path === '' ? 'The text' : `“${path}”`} ${message}.`;
}
