// The Python environment of the frameworks that exports and engines are held to.
// Must not know what is run in it.
import { join } from 'node:path';
import { root } from './paths.mjs';
import { venv } from './venv.mjs';

/** @returns {Promise<string>} path of its python */
export const frameworksVenv = () =>
  venv({
    name: 'frameworks',
    requirements: join(root, 'test/frameworks/requirements.txt'),
    pip: ['--no-deps', '--no-compile'],
    newest: '3.13',
  });
