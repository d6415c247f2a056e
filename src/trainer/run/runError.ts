// What ends a run with a message for people.
// Must not know where it is thrown.

/** The run cannot be carried out; the message is for people. */
export class RunError extends Error {}

/** What a run answers. */
export type RunStatus = 'done' | 'stopped' | 'failed';
