// Runs the engine's unit tests and all fixtures in the Node of the VS Code that the host's tests run in: VS Code brings a newer
// one than the oldest that the command supports, and they differ (in what a TextDecoder makes of bytes, in what zlib
// unpacks). Must not know what is tested. Arguments are Vitest's.
import { spawn } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { root } from './lib/paths.mjs';
import { installServer } from './lib/vscodeServer.mjs';

const tests = ['test/unit/core/', 'test/unit/node/', 'test/contract/fixtures.test.ts'];

const { node } = await installServer({ log: console.log });
const command = ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2), ...tests];
// Whatever a test starts as `node` is that one too.
const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
const child = spawn(node, command, { cwd: root, env, stdio: 'inherit' });
child.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
