// What goes wrong in the engine itself, as a problem like any other.
// Must not know where it went wrong.

import { SourceError } from './ports';
import type { Problem } from './problems';

/** `what` happened (the start of a sentence), for the error's reason; a file that cannot be read names itself. */
export function faultProblem(error: unknown, what: string, file?: string): Problem {
  const isUnread = error instanceof SourceError;
  const reason = error instanceof Error ? error.message : String(error);
  return {
    code: isUnread ? error.code : 'internal-error',
    severity: 'error',
    file: isUnread ? error.path : file,
    message: `${what}: ${reason}`,
  };
}
