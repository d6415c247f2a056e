// `class-balance engines`: what can train, and setting up what does not come with the program.
// Must not know how an engine trains or is set up.

import {
  enginesFolder,
  installableEngines,
  installedEngine,
  type InstalledEngine,
} from '../../node/engineSetUp/installed';
import { setUpEngine } from '../../node/engineSetUp/setUp';
import { SetUpError } from '../../node/engineSetUp/steps';
import type { Command, Given } from '../flags';
import { CommandError, type Io, UsageError } from '../io';
import { paintFor } from '../paint';
import { table } from '../table';
import { plain, safeJson } from '../text';

export const engines: Command = {
  name: 'engines',
  operands: '',
  summary: 'List what can train, or set an engine up',
  flags: {
    'set-up': { value: 'ID', help: `set up ${installableEngines.join(', ')}` },
    python: {
      value: 'PATH',
      help: 'interpreter whose TensorFlow the tensorflow engine is built on; default python3',
    },
    verbose: { help: 'print what npm and the compiler say' },
    json: { help: 'print the result as one JSON object' },
  },
  async run(given, io) {
    if (given.operands.length > 0) throw new UsageError('“engines” takes no operand.');
    const engine = given.word('set-up', installableEngines);
    const found = engine === undefined ? await all() : [await setUp(engine, given, io)];
    if (given.isOn('json')) {
      io.out.write(`${safeJson({ schema: 'class-balance/engines@1', engines: found })}\n`);
    } else if (engine === undefined) io.out.write(`${listed(found, io).join('\n')}\n`);
    else io.out.write(`${plain(`${found[0].id} is set up: ${found[0].about}`)}\n`);
    return 0;
  },
};

interface Known {
  readonly id: string;
  readonly isReady: boolean;
  readonly about: string;
  readonly folder?: string;
}

/** What comes with the program, or with the user's own. */
const builtIn: readonly Known[] = [
  { id: 'probe', isReady: true, about: 'features and a linear model; nothing to install' },
  { id: 'cpu', isReady: true, about: 'linear models and perceptrons; nothing to install' },
];

async function all(): Promise<readonly Known[]> {
  const installable = installableEngines.map(async (id) => {
    const installed = await installedEngine(id);
    if (installed !== undefined) return described(id, installed);
    return { id, isReady: false, about: `class-balance engines --set-up ${id}` };
  });
  return [...(await Promise.all(installable)), ...builtIn];
}

function described(id: string, { packages, library, folder }: InstalledEngine): Known {
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  const native = library === undefined ? [] : [`TensorFlow ${library.version}`];
  return { id, isReady: true, about: [...native, ...versions].join(', '), folder };
}

function listed(found: readonly Known[], io: Io): string[] {
  const columns = [
    { title: 'id', cells: found.map(({ id }) => id) },
    { title: 'state', cells: found.map(({ isReady }) => (isReady ? 'ready' : 'not set up')) },
    { title: 'about', cells: found.map(({ about }) => about) },
  ];
  return table(columns, undefined, { ...io.out, isTerminal: false }, paintFor(io.out));
}

async function setUp(id: (typeof installableEngines)[number], given: Given, io: Io) {
  const python = given.text('python');
  const say = (line: string): void => {
    io.err.write(`${plain(line)}\n`);
  };
  try {
    const installed = await setUpEngine({
      ...{ engine: id, signal: io.signal, ...(python === undefined ? {} : { python }) },
      progress: ({ step, steps, message }) => {
        say(`${step + 1}/${steps} ${message}`);
      },
      log: given.isOn('verbose') ? say : () => undefined,
    });
    return described(id, installed);
  } catch (error) {
    if (error instanceof SetUpError) throw new CommandError(error.message);
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    const reason = (error as Error).message;
    throw new CommandError(`Nothing can be written to “${enginesFolder()}”: ${reason}.`);
  }
}
