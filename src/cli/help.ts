// Help pages, made from the commands themselves.
// Must not know any one command.

import type { Command, Flags } from './flags';

const general: Flags = {
  help: { short: 'h', help: 'show this help' },
  version: { help: 'show the version' },
};

/** What `class-balance --help` prints. */
export function helpPage(commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => usage(command).length));
  const lines = commands.map((command) => `  ${usage(command).padEnd(width)}  ${command.summary}`);
  return [
    'Counts the classes of label files and computes class-balanced weights.',
    '',
    'Usage: class-balance <command> [options]',
    '',
    ...lines,
    '',
    ...flagLines(general),
    '',
    'Exit codes: 0 done, 1 could not be carried out, 2 wrong usage, 130 interrupted.',
    'class-balance <command> --help tells more.',
    '',
  ].join('\n');
}

/** What `class-balance <command> --help` prints. */
export function commandPage(command: Command): string {
  const flags = flagLines({ ...command.flags, help: general.help });
  const head = [`Usage: class-balance ${usage(command)} [options]`, '', `${command.summary}.`];
  return [...head, '', ...flags, ''].join('\n');
}

function usage({ name, operands }: Command): string {
  return operands === '' ? name : `${name} ${operands}`;
}

function flagLines(flags: Flags): string[] {
  const named = Object.entries(flags).map(([name, { short, value, help }]) => {
    const start = short === undefined ? '    ' : `-${short}, `;
    return { left: `${start}--${name}${value === undefined ? '' : ` ${value}`}`, help };
  });
  const width = Math.max(...named.map(({ left }) => left.length));
  return named.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`);
}
