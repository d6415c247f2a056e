// The command line of a training task: program, arguments, environment, and how people read it. Tested in plain Node.
// Must not know VS Code, nor run anything: arguments never pass through a shell.

export interface CommandLine {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface TrainerStart {
  /** The Node.js of the extension host, which the editor's own program may be. */
  readonly node: string;
  /** The bundled trainer. */
  readonly trainer: string;
  /** Absolute path of run.json. */
  readonly config: string;
  readonly resume: boolean;
  /** Interpreter of the PyTorch engine. */
  readonly python?: string;
}

export function trainerCommand(start: TrainerStart): CommandLine {
  const { node, trainer, config, resume, python } = start;
  return {
    program: node,
    args: [
      ...[trainer, '--config', config],
      ...(resume ? ['--resume'] : []),
      ...(python === undefined ? [] : ['--python', python]),
    ],
    // The editor's program is Node.js only when told so; a real Node.js does not mind.
    env: { ELECTRON_RUN_AS_NODE: '1' },
  };
}

/** The line as one would type it into a POSIX shell. Control characters, which a terminal would obey, are spelled out. */
export function shownCommand({ program, args }: Pick<CommandLine, 'program' | 'args'>): string {
  return [program, ...args].map(quoted).join(' ');
}

function quoted(argument: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(argument)) return argument;
  if (/\p{Cc}/u.test(argument)) {
    const spelled = argument
      .replaceAll(/['\\]/g, (one) => `\\${one}`)
      .replaceAll(/\p{Cc}/gu, (one) => {
        return `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
      });
    return `$'${spelled}'`;
  }
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}
