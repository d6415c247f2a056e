// Runs a program to its end with bounded time, quietly: what it printed is shown only if it fails.
// Must not know which programs there are.
import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * @typedef {object} ExecOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 * @property {number} [timeoutMs] the longest it may take; default 10 minutes
 * @property {number} [stallMs] the longest it may print nothing; default no limit
 * @property {boolean} [show] print what it prints as it comes
 */

/**
 * Runs a program; answers what it printed, throws with the end of that on failure or time-out.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {ExecOptions} [options]
 * @returns {Promise<string>}
 */
export function exec(command, args, { cwd, env, timeoutMs = 600_000, stallMs, show } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: env ?? process.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let stopped = '';
    const stop = (why) => {
      stopped = why;
      child.kill('SIGKILL');
    };
    const overall = setTimeout(() => stop(`took longer than ${timeoutMs / 1000} s`), timeoutMs);
    const newStall = () =>
      stallMs && setTimeout(() => stop(`said nothing for ${stallMs / 1000} s`), stallMs);
    let stall = newStall();
    const finish = (error) => {
      clearTimeout(overall);
      clearTimeout(stall);
      if (error) reject(error);
      else resolve(output);
    };
    const take = (chunk) => {
      output += chunk;
      if (show) process.stderr.write(chunk);
      clearTimeout(stall);
      stall = newStall();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', finish);
    child.on('close', (code, signal) => {
      if (code === 0 && !stopped) return finish();
      const tail = output.trim().split('\n').slice(-30).join('\n');
      const why = stopped || `ended with ${signal ?? code}`;
      finish(new Error(`${command} ${args.join(' ')}: ${why}\n${tail}`));
    });
  });
}

/**
 * The path of the first of these programs that is on PATH.
 * @param {readonly string[]} names
 * @returns {string | undefined}
 */
export function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

/**
 * @param {string} file
 * @returns {boolean}
 */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
