// The command line around the commands: help, version, catalogues, what is unknown.

import { describe, expect, test } from 'vitest';
import { exporters } from '../../../src/core/exporters/registry';
import { formats } from '../../../src/core/formats/registry';
import { schemes } from '../../../src/core/weights/registry';
import { ran } from './fakeIo';

const names = ['scan', 'weights', 'export', 'train', 'report', 'formats', 'schemes', 'exporters'];

describe('command line', () => {
  test.each([['--help'], ['-h'], ['help']])('command line %s lists every command', async (flag) => {
    const { code, out, err } = await ran([flag]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const name of names) expect(out).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  });

  test.each(names)('command line %s --help lists its flags', async (name) => {
    const { code, out } = await ran([name, '--help']);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: class-balance ${name}`);
    const flag = { train: '--resume', report: '--help' }[name] ?? '--json';
    expect(out).toContain(flag);
  });

  test('command line --version prints the version', async () => {
    expect(await ran(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  test('command line without a command is wrong usage and shows the help', async () => {
    const { code, out, err } = await ran([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Usage:');
  });

  test('command line says that an unknown command is unknown, harmlessly', async () => {
    const { code, out, err } = await ran(['sc\u001ban']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('sc\\x1ban');
    expect(err).toContain('scan, weights');
  });

  test('command line refuses a request of training that is not called run.json', async () => {
    const { code, out, err } = await ran(['train', '--config', 'x.json']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('run.json');
  });
});

describe('catalogue', () => {
  test.each([
    ['formats', formats],
    ['schemes', schemes],
    ['exporters', exporters],
  ])('catalogue of %s lists every entry, for people and as JSON', async (name, all) => {
    const ids = all.map((entry) => entry.id).sort();
    const people = await ran([name]);
    const rows = people.out.trimEnd().split('\n').slice(1);
    expect(rows.map((row) => row.split(' ')[0]).sort()).toEqual(ids);
    const { code, out } = await ran([name, '--json']);
    const json = JSON.parse(out) as Record<string, { id: string }[]> & { schema: string };
    expect(code).toBe(0);
    expect(json.schema).toBe(`class-balance/${name}@1`);
    expect(json[name].map((entry) => entry.id).sort()).toEqual(ids);
  });

  test('catalogue takes no operand', async () => {
    expect((await ran(['formats', 'x'])).code).toBe(2);
  });
});
