// The command line from words to exit code.
// Must not know the process: everything outside comes in through `Io`.

import { type Command, parseFlags } from './flags';
import { commandPage, helpPage } from './help';
import { CommandError, type Io, UsageError } from './io';
import { plain } from './text';

/** Each comes with what it needs when it is asked for: a scan has no use for what trains. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  scan: async () => (await import('./commands/scan')).scan,
  weights: async () => (await import('./commands/weights')).weights,
  export: async () => (await import('./commands/export')).exportCommand,
  duplicates: async () => (await import('./commands/duplicates')).duplicates,
  train: async () => (await import('./commands/train')).train,
  report: async () => (await import('./commands/report')).report,
  engines: async () => (await import('./commands/engines')).engines,
  formats: async () => (await import('./commands/formats')).formats,
  schemes: async () => (await import('./commands/schemes')).schemes,
  exporters: async () => (await import('./commands/exporters')).exporters,
};
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
  const name = args.at(0);
  if (name === undefined) {
    io.err.write(await help());
    return 2;
  }
  if (name === '--help' || name === '-h' || name === 'help') return say(await help(), io);
  if (name === '--version') return say(`${io.version}\n`, io);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    const known = Object.keys(commands).join(', ');
    throw new UsageError(`There is no command “${name}”; there are ${known}.`);
  }
  const command = await load();
  io.loaded?.();
  const flags = { ...command.flags, help: { short: 'h', help: '' } };
  const given = parseFlags(flags, args.slice(1));
  return given.isOn('help') ? say(commandPage(command), io) : command.run(given, io);
}

async function help(): Promise<string> {
  return helpPage(await Promise.all(Object.values(commands).map((load) => load())));
}

function say(text: string, io: Io): number {
  io.out.write(text);
  return 0;
}
