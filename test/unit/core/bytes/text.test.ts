import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodingNamed, type Encoding } from '../../../../src/core/bytes/encoding';
import type { ByteProblem } from '../../../../src/core/bytes/problem';
import { LineSplitter, Utf8Stream } from '../../../../src/core/bytes/text';
import { feedInChunks, utf8 } from './helpers';

function through(bytes: Uint8Array, size: number, encoding?: Encoding): number[] {
  const out: number[] = [];
  feedInChunks(new Utf8Stream((part) => out.push(...part), encoding), bytes, size);
  return out;
}

/** What TextDecoder says, as UTF-8; the mark is stripped by both. */
function decoded(bytes: Uint8Array, encoding: string): number[] {
  return [...utf8(new TextDecoder(encoding).decode(bytes))];
}

describe('Utf8Stream', () => {
  test('passes UTF-8 on without its mark, other bytes as they are, for every chunking', () => {
    const anyBytes = fc.uint8Array({ maxLength: 12 });
    fc.assert(
      fc.property(anyBytes, fc.boolean(), fc.nat(4), (bytes, marked, size) => {
        fc.pre(marked || !(bytes[0] >= 0xef));
        const input = marked ? Uint8Array.of(0xef, 0xbb, 0xbf, ...bytes) : bytes;
        expect(through(input, size + 1)).toEqual([...bytes]);
      }),
    );
  });

  test('hands UTF-8 chunks on uncopied', () => {
    const seen: Uint8Array[] = [];
    const stream = new Utf8Stream((bytes) => seen.push(bytes));
    const chunk = utf8('later');
    stream.feed(utf8('first'));
    stream.feed(chunk);
    expect(seen.at(-1)).toBe(chunk);
  });

  test.each([
    ['utf-16le', [0xff, 0xfe]],
    ['utf-16be', [0xfe, 0xff]],
  ] as const)('turns any %s into what TextDecoder says, for every chunking', (encoding, mark) => {
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(0xd8, 0xdb, 0xdc, 0xdf, 0, 0x61));
    const anyBytes = fc.array(byte, { maxLength: 16 });
    fc.assert(
      fc.property(anyBytes, fc.nat(6), fc.boolean(), (bytes, size, forced) => {
        const input = Uint8Array.of(...mark, ...bytes);
        const known = forced ? encoding : undefined;
        expect(through(input, size + 1, known)).toEqual(decoded(input, encoding));
      }),
      { numRuns: 500 },
    );
  });

  test('reads UTF-16 without a mark when it is told', () => {
    const bytes = Buffer.from('a😀é', 'utf16le');
    expect(through(bytes, 1, 'utf-16le')).toEqual([...utf8('a😀é')]);
    expect(through(Buffer.from(bytes).swap16(), 3, 'utf-16be')).toEqual([...utf8('a😀é')]);
  });

  // Not against TextDecoder: that of Node 20 reads windows-1252 as ISO-8859-1.
  test('turns Windows-1252 into UTF-8', () => {
    const special = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    const text = String.fromCharCode(...bytes.subarray(0, 128)) + special;
    const expected = text + String.fromCharCode(...bytes.subarray(160));
    expect(through(bytes, 7, 'windows-1252')).toEqual([...utf8(expected)]);
    expect(through(Uint8Array.of(0xff, 0xfe), 1, 'windows-1252')).toEqual([...utf8('ÿþ')]);
  });

  test('gives nothing for no bytes and a short file whole', () => {
    expect(through(utf8(''), 1)).toEqual([]);
    expect(through(utf8('a'), 1)).toEqual([97]);
    expect(through(Uint8Array.of(0xff, 0xfe), 1)).toEqual([]);
  });
});

describe('encodingNamed', () => {
  test.each([
    ['UTF-8', 'utf-8'],
    ['us-ascii', 'utf-8'],
    ['utf-16', 'utf-16le'],
    ['UTF-16BE', 'utf-16be'],
    ['ISO-8859-1', 'windows-1252'],
    ['latin1', 'windows-1252'],
    ['shift_jis', undefined],
  ])('knows %s', (name, encoding) => {
    expect(encodingNamed(name)).toBe(encoding);
  });
});

interface Lines {
  readonly lines: [number, string][];
  readonly problems: ByteProblem[];
}

function split(text: string, size: number, maxLine?: number): Lines {
  const seen: Lines = { lines: [], problems: [] };
  const splitter = new LineSplitter({
    onLine: (bytes, start, end, line) =>
      seen.lines.push([line, new TextDecoder().decode(bytes.subarray(start, end))]),
    onProblem: (problem) => seen.problems.push(problem),
    maxLine,
  });
  feedInChunks(splitter, utf8(text), size);
  return seen;
}

describe('LineSplitter', () => {
  test('gives the lines that a split gives, for every chunking', () => {
    const unit = fc.constantFrom('a', 'é猫', '\n', '\r', '\r\n', '\n\r');
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 14 }), fc.nat(6), (parts, size) => {
        const text = parts.join('');
        const lines = text.split(/\r\n|\n|\r/);
        if (lines.at(-1) === '') lines.pop();
        expect(split(text, size + 1).lines).toEqual(lines.map((line, i) => [i + 1, line]));
      }),
      { numRuns: 400 },
    );
  });

  test('leaves out a line that is too long, says where, and gives the next', () => {
    for (let size = 1; size < 20; size++) {
      const seen = split('12345\n123456\r\nx\n1234567', size, 5);
      expect(seen.lines).toEqual([
        [1, '12345'],
        [3, 'x'],
      ]);
      expect(seen.problems).toMatchObject([
        { code: 'line-too-long', line: 2, column: 1 },
        { code: 'line-too-long', line: 4, column: 1 },
      ]);
    }
  });
});
