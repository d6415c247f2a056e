// The command line from words to exit code.
// Must not know the process: everything outside comes in through `Io`.

import { duplicates } from './commands/duplicates';
import { engines } from './commands/engines';
import { exporters } from './commands/exporters';
import { exportCommand } from './commands/export';
import { formats } from './commands/formats';
import { scan } from './commands/scan';
import { schemes } from './commands/schemes';
import { train } from './commands/train';
import { report } from './commands/report';
import { weights } from './commands/weights';
import { type Command, parseFlags } from './flags';
import { commandPage, helpPage } from './help';
import { CommandError, type Io, UsageError } from './io';
import { plain } from './text';

const commands: readonly Command[] = [
  scan,
  weights,
  exportCommand,
  duplicates,
  train,
  report,
  engines,
  formats,
  schemes,
  exporters,
];
const interrupted = 130;

/** Runs one command line, program name excluded, and answers the exit code. */
export async function runCommandLine(args: readonly string[], io: Io): Promise<number> {
  try {
    return await dispatch(args, io);
  } catch (error) {
    if (io.signal.aborted) return interrupted;
    if (!(error instanceof UsageError) && !(error instanceof CommandError)) {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      io.err.write(`class-balance: internal error: ${reason}\n`);
      return 1;
    }
    // Lists of choices come with line breaks of their own; names within are made harmless where they are put in.
    const lines = error.message.split('\n').map(plain).join('\n');
    io.err.write(`class-balance: ${lines}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function dispatch(args: readonly string[], io: Io): Promise<number> {
  const [name, ...rest] = args;
  if (args.length === 0) {
    io.err.write(helpPage(commands));
    return 2;
  }
  if (name === '--help' || name === '-h' || name === 'help') return say(helpPage(commands), io);
  if (name === '--version') return say(`${io.version}\n`, io);
  const command = commands.find((known) => known.name === name);
  if (command === undefined) {
    const known = commands.map((one) => one.name).join(', ');
    throw new UsageError(`There is no command “${name}”; there are ${known}.`);
  }
  const flags = { ...command.flags, help: { short: 'h', help: '' } };
  const given = parseFlags(flags, rest);
  return given.isOn('help') ? say(commandPage(command), io) : command.run(given, io);
}

function say(text: string, io: Io): number {
  io.out.write(text);
  return 0;
}
