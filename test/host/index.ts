// What VS Code calls to run the tests beside this file in its extension host, with mocha (bdd).
// Must not know which tests there are, nor whether this is the desktop or the server.
import { readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** One test, as `scripts/test-host.mjs` reads it. */
interface Row {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'pending';
  /** Milliseconds. */
  readonly duration: number;
  /** The stack of what it failed with. */
  readonly error?: string;
}

async function loadMocha(): Promise<Mocha> {
  const { default: MochaClass } = await import('mocha');
  const mocha = new MochaClass({
    ui: 'bdd',
    timeout: 20_000,
    // The one that prints nothing: nobody reads the host's console.
    reporter: MochaClass.reporters.Base,
    ...(process.env.CI ? { forbidOnly: true } : {}),
  });
  const grep = process.env.CLASS_BALANCE_TEST_GREP;
  if (grep) mocha.grep(new RegExp(grep));
  const load = createRequire(__filename);
  for (const name of readdirSync(__dirname).filter((entry) => entry.endsWith('.test.js'))) {
    const file = join(__dirname, name);
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    load(file);
  }
  return mocha;
}

function collect(mocha: Mocha): Promise<Row[]> {
  const rows: Row[] = [];
  const add = (test: Mocha.Runnable, state: Row['state'], error?: unknown): void => {
    const why = error === undefined ? {} : { error: describe(error) };
    rows.push({ title: test.fullTitle(), state, duration: test.duration ?? 0, ...why });
  };
  return new Promise((resolve) => {
    const runner = mocha.run(() => {
      resolve(rows);
    });
    runner.on('pass', (test) => {
      add(test, 'passed');
    });
    runner.on('pending', (test) => {
      add(test, 'pending');
    });
    runner.on('fail', (test, error) => {
      add(test, 'failed', error);
    });
  });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function writeResult(rows: readonly Row[]): number {
  const failures = rows.filter((row) => row.state === 'failed').length;
  const file = process.env.CLASS_BALANCE_TEST_RESULT;
  if (!file) throw new Error('CLASS_BALANCE_TEST_RESULT does not name the result file');
  writeFileSync(file, JSON.stringify({ failures, rows }));
  return failures;
}

/** Runs every `*.test.js` of this folder; rejects, which VS Code turns into exit code 1, if any fails. */
export async function run(): Promise<void> {
  let rows: Row[];
  try {
    rows = await collect(await loadMocha());
  } catch (error) {
    rows = [{ title: 'loading the tests', state: 'failed', duration: 0, error: describe(error) }];
  }
  const failures = writeResult(rows);
  if (failures > 0) throw new Error(`${failures} host tests failed`);
}
