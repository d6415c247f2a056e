import { describe, expect, test } from 'vitest';
import { readRunRequest } from '../../../../src/core/training/read';
import type { RunRequest } from '../../../../src/core/training/request';
import { packedRequest, requests } from './requests';

const problemOf = (text: string) => {
  const reading = readRunRequest(text);
  return reading.ok ? undefined : reading.problem;
};
const problemIn = (change: Partial<RunRequest>) =>
  problemOf(JSON.stringify({ ...packedRequest, ...change }, undefined, 2));

describe('readRunRequest', () => {
  test('answers what was written', () => {
    for (const request of requests) {
      expect(readRunRequest(JSON.stringify(request))).toEqual({ ok: true, request });
    }
  });

  test('locates text that is no JSON', () => {
    const problem = problemOf('{\n  "schema": "class-balance/run",\n  oops\n}');
    expect(problem).toMatchObject({ line: 3, column: 3 });
    expect(problem?.message).toMatch(/^Not JSON \(line 3, column 3\)/);
  });

  test('locates a field of the wrong type', () => {
    const text = JSON.stringify({ ...packedRequest, seeds: [0, 'one'] }, undefined, 2);
    const line = text.split('\n').findIndex((one) => one.includes('"one"')) + 1;
    expect(problemOf(text)).toMatchObject({ path: 'seeds[1]', line });
  });

  test('refuses other documents and newer versions', () => {
    expect(problemOf('[]')?.message).toContain('no run request');
    expect(problemOf('{"schema": "class-balance/loss-config"}')?.path).toBe('schema');
    expect(problemIn({ version: 2 as 1 })?.message).toContain('a newer one is needed');
  });

  test('refuses a first arm that is not plain', () => {
    expect(problemIn({ arms: packedRequest.arms.slice(1) })?.path).toBe('arms[0]');
  });

  test('refuses names, seeds and ids that stand twice', () => {
    const [first] = packedRequest.arms;
    expect(problemIn({ arms: [first, first] })?.path).toBe('arms[1].name');
    expect(problemIn({ seeds: [4, 4] })?.path).toBe('seeds[1]');
    const [one] = packedRequest.classes;
    expect(problemIn({ classes: [one, one] })?.path).toBe('classes[1].id');
  });

  test('refuses a scheme that is none', () => {
    const [first, second] = packedRequest.arms;
    const loss = { family: 'softmax', scheme: 'luck' } as const;
    expect(problemIn({ arms: [first, { ...second, loss }] })?.path).toBe('arms[1].loss.scheme');
  });

  test('refuses shares that leave nothing to train on', () => {
    const shares = { valShare: 0.5, testShare: 0.5 };
    const data = { kind: 'workspace', root: '/d', dataset: 'x', ...shares } as const;
    expect(problemIn({ data })?.path).toBe('data.valShare');
  });
});
