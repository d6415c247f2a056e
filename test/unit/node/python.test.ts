// Asking interpreters: a real one, one that is none, and names on a PATH.
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findOnPath } from '../../../src/node/onPath';
import { probePython, PythonError } from '../../../src/node/pythonProbe';
import { tempFolder } from './temp';

function program(script: string): string {
  const file = join(tempFolder({ 'fake python': `#!/bin/sh\n${script}\n` }), 'fake python');
  chmodSync(file, 0o755);
  return file;
}

describe('program on the PATH', () => {
  test('is found by name before folder, and never in the current one', async () => {
    const one = tempFolder({ python: '', 'not-executable': '' });
    const two = tempFolder({ python3: '' });
    chmodSync(join(one, 'python'), 0o755);
    chmodSync(join(two, 'python3'), 0o755);
    const path = ['', '.', one, two].join(delimiter);
    expect(await findOnPath(['python3', 'python'], path)).toBe(join(two, 'python3'));
    expect(await findOnPath(['not-executable'], path)).toBeUndefined();
  });

  test('is looked for last among what only offers to install it on Windows', async () => {
    const root = tempFolder({ 'Microsoft/WindowsApps/python': '', 'real/py': '' });
    const folders = ['Microsoft/WindowsApps', 'real'].map((folder) => join(root, folder));
    chmodSync(join(folders[0], 'python'), 0o755);
    chmodSync(join(folders[1], 'py'), 0o755);
    const path = folders.join(delimiter);
    expect(await findOnPath(['python', 'py'], path)).toBe(join(folders[1], 'py'));
    expect(await findOnPath(['python', 'py'], folders[0])).toBe(join(folders[0], 'python'));
  });
});

describe('interpreter', () => {
  test('says its versions and packages', async () => {
    const python = (await findOnPath(['python3'])) ?? 'python3 is needed for this test';
    const facts = await probePython(python);
    expect(facts.python).toMatch(/^3\.\d+\.\d+/);
    expect(facts.packages).toHaveProperty('timm');
  });

  test('that is not there, fails or talks nonsense is an error for people', async () => {
    await expect(probePython('/no/such/python')).rejects.toThrow('is not there');
    await expect(probePython(program('echo broken >&2; exit 3'))).rejects.toThrow(/asked: broken$/);
    await expect(probePython(program('echo hello'))).rejects.toThrow(PythonError);
  });

  test('may print before its answer', async () => {
    const answer = JSON.stringify({
      ...{ python: '3.12.1', executable: '/p', torch: '2.5.1', cuda: '12.4', devices: ['GPU'] },
      ...{ mps: false, error: null, packages: { timm: null } },
    });
    const facts = await probePython(program(`echo noise\necho '${answer}'`));
    expect(facts).toMatchObject({ torch: '2.5.1', devices: ['GPU'] });
  });
});
