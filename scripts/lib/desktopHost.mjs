// Runs the host tests in a desktop VS Code; a program of its own so that it can run under xvfb-run.
// Must not know why desktop was chosen. Takes the run as JSON in its one argument.
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { root, tempFolder } from './paths.mjs';

const { executable, extension, fakes, tests, workspace } = JSON.parse(process.argv[2]);
await runTests({
  ...(executable ? { vscodeExecutablePath: executable } : {}),
  cachePath: join(root, '.vscode-test'),
  extensionDevelopmentPath: [extension, ...fakes],
  extensionTestsPath: tests,
  launchArgs: [
    workspace,
    '--disable-extensions',
    '--disable-workspace-trust',
    `--user-data-dir=${tempFolder('desktop')}`,
  ],
});
