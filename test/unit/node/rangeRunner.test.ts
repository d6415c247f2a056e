// Files counted in ranges at once against the same files counted in one go, where the guesses are right and where not.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkUnit } from '../../../src/core/claims';
import { formats } from '../../../src/core/formats/registry';
import type { UnitRunner } from '../../../src/core/ports';
import type { TallyData } from '../../../src/core/tally';
import { loadKernels } from '../../../src/kernels/kernels';
import { DiskSource } from '../../../src/node/diskSource';
import { InProcessRunner } from '../../../src/node/inProcessRunner';
import { RangeRunner } from '../../../src/node/rangeRunner';

let root = '';
let files = 0;
const signal = new AbortController().signal;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'class-balance-ranges-'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Notes how each part was asked for. */
class Noted implements UnitRunner {
  readonly width = 2;
  readonly units: WorkUnit[] = [];

  constructor(private readonly inner: UnitRunner) {}

  run(...how: Parameters<UnitRunner['run']>): Promise<TallyData> {
    this.units.push(how[0]);
    return this.inner.run(...how);
  }

  /** Ranges that were counted again from where the one before ended. */
  get redone(): number {
    return this.units.filter(({ range }) => range?.exact === true && range.start > 0).length;
  }

  /** Whether the whole was counted in one go. */
  get whole(): boolean {
    return this.units.some(({ range }) => range === undefined);
  }
}

async function counted(
  unit: Omit<WorkUnit, 'paths' | 'bytes' | 'split'>,
  text: string,
  leastBytes: number,
  byKernels = true,
): Promise<{
  readonly ranged: TallyData;
  readonly plain: TallyData;
  readonly noted: Noted;
  readonly bytes: number;
}> {
  const bytes = new TextEncoder().encode(text);
  // A test that has run out of time may still be at work on its own.
  files += 1;
  const path = `file ${String(files)}`;
  writeFileSync(join(root, path), bytes);
  const whole = { ...unit, split: 'all', paths: [path], bytes: bytes.length };
  const source = new DiskSource(root, undefined, byKernels ? loadKernels() : undefined);
  const noted = new Noted(new InProcessRunner(formats, source));
  const runner = new RangeRunner(noted, { formats, threads: 2, leastBytes });
  let told = 0;
  const ranged = await runner.run(whole, signal, (more) => {
    told += more;
  });
  const plainly = new InProcessRunner(formats, new DiskSource(root));
  const plain = await plainly.run(whole, signal, () => undefined);
  return { ranged, plain, noted, bytes: told };
}

const layout = {
  ...({ encoding: 'utf-8', delimiter: ',', quote: '"', skipLines: 0 } as const),
  ...{ header: true, columns: 3 },
};
const label = { kind: 'column', column: 1, join: null, integers: false, folder: false } as const;
const csv = (more: object = {}): Omit<WorkUnit, 'paths' | 'bytes' | 'split'> => ({
  format: 'delimited',
  options: {
    recipe: { label, split: null, image: [], needs: [], ...more },
    layout,
  },
});
const jsonl: Omit<WorkUnit, 'paths' | 'bytes' | 'split'> = {
  format: 'json-lines',
  options: {
    recipe: { how: 'field', path: 'label', inner: '', split: '', answer: false, choices: false },
    ids: [],
  },
};

describe('a table in ranges', () => {
  test('is guessed right where no line end is quoted, and counts as the whole', async () => {
    const rows = Array.from(
      { length: 900 },
      (_, at) => `a ${String(at)},class ${String(at % 7)},"x, y"\n`,
    );
    const { ranged, plain, noted, bytes } = await counted(csv(), `f,l,s\n${rows.join('')}`, 1000);
    expect(ranged).toEqual(plain);
    expect([noted.redone, noted.whole]).toEqual([0, false]);
    expect(noted.units).toHaveLength(8);
    expect(bytes).toBe(Buffer.byteLength(`f,l,s\n${rows.join('')}`));
  });

  test('is counted again from the right place where a guess fell into quotes', async () => {
    // Each inner line reads as a row of its own, with the same number of fields and another class.
    const rows = Array.from({ length: 60 }, (_, at) => {
      const inner = 'in,wrong,quotes\n'.repeat(20 + (at % 23));
      return `"${inner}",class ${String(at % 5)},z\n`;
    });
    const { ranged, plain, noted } = await counted(csv(), `f,l,s\n${rows.join('')}`, 500);
    expect(ranged).toEqual(plain);
    expect(ranged.labels).not.toContain('wrong');
    expect(noted.redone).toBeGreaterThan(2);
    expect(noted.whole).toBe(false);
  });

  test('passes over ranges that one record covers', async () => {
    const rows = `a,cat,1\n"${'x,y,z\n'.repeat(3000)}",dog,2\n${'b,cat,3\n'.repeat(20)}`;
    const { ranged, plain } = await counted(csv(), `f,l,s\n${rows}`, 200);
    expect(ranged).toEqual(plain);
    expect(ranged.splits[0].samples).toBe(22);
  });

  test('is counted in one go where it has problems, so that they tell the lines of the whole', async () => {
    const rows = Array.from({ length: 300 }, (_, at) => `a,${at === 250 ? 'NA' : 'cat'},c\n`);
    const { ranged, plain, noted, bytes } = await counted(csv(), `f,l,s\n${rows.join('')}`, 500);
    expect(ranged).toEqual(plain);
    expect(ranged.problems.kept[0].line).toBe(252);
    expect(noted.whole).toBe(true);
    expect(bytes).toBe(Buffer.byteLength(`f,l,s\n${rows.join('')}`));
  });

  test('counts as the whole, whatever is in it and wherever it is cut', async () => {
    const piece = fc.constantFrom(
      ...[
        'a,cat,b\n',
        'a,dog,b\n',
        '"a\nb",cat,c\r\n',
        'a,"d,e",f\n',
        '"x,y,z\nx,bird,z\n",cat,\n',
      ],
      ...['a,cat,b\n', '"', '\n', '\r', '\r\n', ',', '"a""\n""b",dog,c\n', 'a,cat,b\r', '\uFEFF'],
    );
    const texts = fc.array(piece, { minLength: 5, maxLength: 60 });
    const property = fc.asyncProperty(
      texts,
      fc.integer({ min: 30, max: 200 }),
      fc.boolean(),
      async (parts, least, byKernels) => {
        const { ranged, plain } = await counted(
          csv(),
          `f,l,s\n${parts.join('')}`,
          least,
          byKernels,
        );
        expect(ranged).toEqual(plain);
      },
    );
    await fc.assert(property, { numRuns: 120 });
  });

  test('is left whole where its rows belong together', async () => {
    const { noted } = await counted(csv({ image: [0] }), 'f,l,s\n' + 'a,b,c\n'.repeat(300), 100);
    expect(noted.units.map(({ range }) => range)).toEqual([undefined]);
  });
});

const list = (more: object = {}): Omit<WorkUnit, 'paths' | 'bytes' | 'split'> => ({
  format: 'path-label-list',
  options: {
    recipe: {
      ...{ skip: 0, separator: 'blank', place: 'last', join: null, vector: 0, integers: true },
      ...more,
    },
  },
});

describe('a list of paths in ranges', () => {
  test('counts as the whole, and passes over its first lines once', async () => {
    const lines = Array.from(
      { length: 700 },
      (_, at) => `a b/${String(at)}.jpg ${String(at % 9)}
`,
    );
    const text = `700\nimage label\n${lines.join('')}`;
    const { ranged, plain, noted } = await counted(list({ skip: 2 }), text, 800);
    expect(ranged).toEqual(plain);
    expect(ranged.splits[0].samples).toBe(700);
    expect([noted.redone, noted.whole]).toEqual([0, false]);
    expect(noted.units.length).toBeGreaterThan(2);
  });

  test('passes over ranges that one line covers', async () => {
    const text = `a.jpg 1\n${'x/'.repeat(900)}b.jpg 2\n${'c.jpg 1\n'.repeat(50)}`;
    const { ranged, plain } = await counted(list(), text, 300);
    expect(ranged).toEqual(plain);
    expect(ranged.splits[0].samples).toBe(52);
  });

  test('counts as the whole, whatever is in it and wherever it is cut', async () => {
    const piece = fc.constantFrom(
      ...['a.jpg 1\n', 'b c.jpg 2\r\n', 'd.jpg 1\r', '\n', '\r', '# e.jpg 3\n', 'f.jpg\n', ' '],
      ...['a.jpg 1\n', 'g.jpg\t1 2\n', 'h.jpg 1,2\n', '\uFEFF', 'i.jpg 01\n', 'a.jpg 1\n'],
    );
    const texts = fc.array(piece, { minLength: 5, maxLength: 60 });
    const recipes = fc.record({
      place: fc.constantFrom('last', 'first'),
      join: fc.constantFrom(null, ' '),
      skip: fc.constantFrom(0, 3),
      vector: fc.constantFrom(0, 2),
      integers: fc.boolean(),
    });
    const property = fc.asyncProperty(
      ...([texts, recipes, fc.integer({ min: 20, max: 120 }), fc.boolean()] as const),
      async (parts, recipe, least, byKernels) => {
        const { ranged, plain } = await counted(list(recipe), parts.join(''), least, byKernels);
        expect(ranged).toEqual(plain);
      },
    );
    await fc.assert(property, { numRuns: 120 });
  });
});

describe('lines of JSON in ranges', () => {
  test('count as the whole, with strings that hold escaped line ends', async () => {
    const lines = Array.from({ length: 500 }, (_, at) => {
      const text = '\\n{\\"label\\": \\"wrong\\"}\\n'.repeat(at % 9);
      return `{"text": "${text}", "label": "class ${String(at % 6)}"}\n`;
    });
    const { ranged, plain, noted } = await counted(jsonl, lines.join(''), 3000);
    expect(ranged).toEqual(plain);
    expect(ranged.labels).toHaveLength(6);
    expect([noted.redone, noted.whole]).toEqual([0, false]);
  });

  test('count as the whole, whatever is in them and wherever they are cut', async () => {
    const piece = fc.constantFrom(
      ...[
        '{"label":"a"}\n',
        '{"label":"b","x":[1,2]}\r\n',
        '{"label":"c"}\r',
        '\n',
        ' \n',
        '{"a"\n',
      ],
      ...[
        '{"label":"a"}\n',
        '{"label":["a","b"]}\n',
        '{"text":"\\n\\u000a"}\n',
        '\uFEFF',
        'x\n',
        '"\n',
      ],
    );
    const texts = fc.array(piece, { minLength: 5, maxLength: 60 });
    const property = fc.asyncProperty(
      texts,
      fc.integer({ min: 30, max: 200 }),
      async (parts, least) => {
        const { ranged, plain } = await counted(jsonl, parts.join(''), least);
        expect(ranged).toEqual(plain);
      },
    );
    await fc.assert(property, { numRuns: 120 });
  });

  test('are left whole in UTF-16, where an LF is no byte of its own', async () => {
    const text = `\uFEFF${'{"label":"a"}\n'.repeat(200)}`;
    const wide = Buffer.from(text, 'utf16le');
    writeFileSync(join(root, 'wide'), wide);
    const unit = { ...jsonl, split: 'all', paths: ['wide'], bytes: wide.length };
    const noted = new Noted(new InProcessRunner(formats, new DiskSource(root)));
    const runner = new RangeRunner(noted, { formats, threads: 2, leastBytes: 100 });
    const tally = await runner.run(unit, signal, () => undefined);
    expect(noted.whole).toBe(true);
    expect(tally.splits[0].counts).toEqual([200]);
  });
});

describe('a unit in ranges', () => {
  test('gives the first of them more, as the other threads are yet to start', async () => {
    const { noted } = await counted(csv(), 'f,l,s\n' + 'a,b,c\n'.repeat(999), 2500);
    expect(noted.units.map(({ range }) => range?.start)).toEqual([0, 3500]);
    const short = await counted(csv(), 'f,l,s\n' + 'a,b,c\n'.repeat(799), 2500);
    expect(short.noted.units.map(({ range }) => range)).toEqual([undefined]);
  });

  test('ends with the reason of an abort, and every part of it', async () => {
    writeFileSync(join(root, 'file'), 'f,l,s\n' + 'a,b,c\n'.repeat(5000));
    const abort = new AbortController();
    const unit = { ...csv(), split: 'all', paths: ['file'], bytes: 30_000 };
    const inner = new InProcessRunner(formats, new DiskSource(root));
    const runner = new RangeRunner(inner, { formats, threads: 2, leastBytes: 1000 });
    const running = runner.run(unit, abort.signal, () => {
      abort.abort(new Error('enough'));
    });
    await expect(running).rejects.toThrow('enough');
  });

  test('rejects where its file cannot be read', async () => {
    const unit = { ...csv(), split: 'all', paths: ['none'], bytes: 30_000 };
    const inner = new InProcessRunner(formats, new DiskSource(root));
    const runner = new RangeRunner(inner, { formats, threads: 2, leastBytes: 1000 });
    await expect(runner.run(unit, signal, () => undefined)).rejects.toThrow();
  });
});
