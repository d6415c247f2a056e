// What a command sees of the process it runs in, so that tests can be that process.
// Must not know any command.

export interface Io {
  /** The working folder, absolute. */
  readonly folder: string;
  readonly version: string;
  /** Aborted when the user interrupts. */
  readonly signal: AbortSignal;
  readonly out: Output;
  readonly err: Output;
  readonly now: () => Date;
  /** Told once the command's code is loaded, before it runs. */
  readonly loaded?: () => void;
  /** The bundled unit worker; scans keep to one thread where absent. */
  readonly unitWorker?: string;
  /** The bundled hash worker; pictures are not looked at where absent. */
  readonly hashWorker?: string;
  /** Folder of what earlier scans counted; everything is counted anew where absent. */
  readonly cache?: string;
}

export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width in columns; 80 where there is none. */
  readonly columns: number;
  readonly hasColours: boolean;
}

/** The command line makes no sense: exit code 2. The message is for people. */
export class UsageError extends Error {}

/** The command line makes sense but could not be carried out: exit code 1. The message is for people. */
export class CommandError extends Error {}
