import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonTokenizer, type JsonHandler, type JsonKind } from '../../../../src/core/bytes/json';
import {
  JsonValueBuilder,
  parseJsonBounded,
  type JsonValue,
} from '../../../../src/core/bytes/jsonValue';
import type { ByteProblem } from '../../../../src/core/bytes/problem';
import { feedInChunks, utf8 } from './helpers';

interface Parsed {
  readonly value: JsonValue | undefined;
  readonly problems: ByteProblem[];
}

function parse(text: string | Uint8Array, size = Infinity, maxString?: number): Parsed {
  const bytes = typeof text === 'string' ? utf8(text) : text;
  const problems: ByteProblem[] = [];
  const builder = new JsonValueBuilder(Infinity);
  const tokenizer = new JsonTokenizer(builder, { onProblem: (p) => problems.push(p), maxString });
  feedInChunks(tokenizer, bytes, Math.max(1, Math.min(size, bytes.length)));
  return { value: tokenizer.failed ? undefined : builder.value, problems };
}

const codes = (parsed: Parsed): string[] => parsed.problems.map(({ code }) => code);

/** Any JSON value, its strings and keys of any well-formed text. */
const jsonValue = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 });
const spaced = fc.constantFrom(undefined, 1, '\t', '\r\n ');

describe('JsonTokenizer', () => {
  test('gives what JSON.parse gives, for every chunking', () => {
    fc.assert(
      fc.property(jsonValue, spaced, fc.nat(9), (value, space, size) => {
        const text = JSON.stringify(value, undefined, space).replaceAll('\n', '\r\n');
        expect(parse(text, size + 1)).toEqual({ value: JSON.parse(text) as unknown, problems: [] });
      }),
      { numRuns: 300 },
    );
  });

  test('agrees with JSON.parse on which texts are JSON', () => {
    const unit = fc.constantFrom(
      ...Array.from('{}[],:"\\ /ue0123-+.Etrufalsn\n\t'),
      '"a"',
      '"a":',
      'true',
      'null',
      '-1.5e3',
      '\\u00e9',
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 9 }), fc.nat(4), (units, size) => {
        const text = units.join('');
        const parsed = parse(text, size + 1);
        expect(parsed.value).toEqual(accepted(text));
        expect(parsed.problems).toHaveLength(parsed.value === undefined ? 1 : 0);
      }),
      { numRuns: 4000 },
    );
  });

  test.each(['0', '-0', '10', '1.50', '-1e5', '1E+05', '12345678901234567890', '1e400', '-0.0'])(
    'reads the number %s',
    (text) => {
      expect(parse(text).value).toBe(JSON.parse(text));
      expect(parse(`[${text}]`, 1).value).toEqual([JSON.parse(text)]);
    },
  );

  test.each(['01', '-', '1.', '.5', '1e', '1e+', '+1', '--1', '1.e1', '0x1', '1-1', '00', '-a'])(
    'refuses the number %s',
    (text) => {
      expect(codes(parse(text, 1))).toEqual(['json-malformed']);
    },
  );

  test('locates the first error and stops', () => {
    expect(parse('{\r\n  "a": [1,\n   2 3]}').problems).toMatchObject([
      { code: 'json-malformed', severity: 'error', line: 3, column: 6 },
    ]);
    expect(parse('{"a":1}}').problems).toMatchObject([{ line: 1, column: 8 }]);
    expect(parse('[1}').problems).toMatchObject([{ line: 1, column: 3 }]);
    expect(parse('{"a" 1}').problems).toMatchObject([{ line: 1, column: 6 }]);
    expect(parse('["a\nb"]').problems).toMatchObject([{ line: 1, column: 4 }]);
    expect(parse('["é\\x"]', 1).problems).toMatchObject([{ line: 1, column: 6 }]);
    expect(parse('[1, nul]', 1).problems).toMatchObject([{ line: 1, column: 5 }]);
  });

  test('says where a text was cut, at every byte', () => {
    fc.assert(
      fc.property(jsonValue, fc.nat(5), (value, size) => {
        const bytes = utf8(JSON.stringify([value], undefined, 1));
        for (let length = 0; length < bytes.length; length++) {
          const { problems } = parse(bytes.subarray(0, length), size + 1);
          expect(problems).toHaveLength(1);
          expect(problems[0].code).toMatch(/json-(truncated|malformed)/);
          expect(problems[0].line).toBeGreaterThan(0);
          expect(problems[0].column).toBeGreaterThan(0);
        }
      }),
      { numRuns: 100 },
    );
    expect(parse('{"a": [\n1,').problems).toMatchObject([
      { code: 'json-truncated', line: 2, column: 3 },
    ]);
  });

  test('never throws on noise, and says the same for every chunking', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(6), (noise, size) => {
        expect(parse(noise, size + 1)).toEqual(parse(noise));
      }),
      { numRuns: 500 },
    );
  });

  test('skips a byte order mark, and only a whole one', () => {
    expect(parse('\ufeff{"a":1', 1).problems).toMatchObject([{ line: 1, column: 7 }]);
    expect(parse('\ufeff[1]', 2)).toEqual({ value: [1], problems: [] });
    expect(codes(parse(Uint8Array.of(0xef, 0xbb, 0x5b, 0x5d), 1))).toEqual(['json-malformed']);
  });

  test('begins again after a reset, with a mark of its own', () => {
    const problems: ByteProblem[] = [];
    const builder = new JsonValueBuilder(Infinity);
    const tokenizer = new JsonTokenizer(builder, { onProblem: (p) => problems.push(p) });
    for (const text of ['\ufeff[1', '\ufeff{"a": NaN}', '[NaN]', '\ufeff[2]', '"x']) {
      tokenizer.reset(5);
      builder.begin();
      feedInChunks(tokenizer, utf8(text), 2);
    }
    expect(problems).toMatchObject([
      { code: 'json-truncated', line: 5, column: 3 },
      { code: 'json-nonfinite', line: 5, column: 7 },
      { code: 'json-nonfinite', line: 5, column: 2 },
      { code: 'json-truncated', line: 5, column: 3 },
    ]);
    expect(tokenizer.failed).toBe(true);
  });

  test('makes a lone surrogate U+FFFD and joins a pair', () => {
    expect(
      parse(
        '["\\ud83d\\ude00","\\ud83d","\\ude00x","\\ud83dx\\n","\\ud83d\\n\\ud83d\\ud83d\\ude00"]',
        1,
      ).value,
    ).toEqual(['😀', '\ufffd', '\ufffdx', '\ufffdx\n', '\ufffd\n\ufffd😀']);
  });

  test('reads what Python writes for floats that are no numbers, and says so once', () => {
    const parsed = parse('[NaN, Infinity, -Infinity, 1]', 1);
    expect(parsed.value).toEqual([NaN, Infinity, -Infinity, 1]);
    expect(parsed.problems).toMatchObject([
      { code: 'json-nonfinite', severity: 'information', line: 1, column: 2 },
    ]);
    expect(codes(parse('[-Inf]'))).toEqual(['json-malformed']);
    expect(codes(parse('[1Infinity]'))).toEqual(['json-malformed']);
  });

  test('reads nesting of 512 and refuses 513, wanted or not', () => {
    const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(parse(nested(512), 100).problems).toEqual([]);
    expect(parse(nested(513)).problems).toMatchObject([{ code: 'json-too-deep', column: 513 }]);
    expect(skipping('object', `{"a":${nested(512)}}`)).toEqual(['json-too-deep']);
  });

  test('keeps the key __proto__ as a key', () => {
    const value = parse('{"__proto__": {"a": 1}}').value;
    expect(Object.keys(value as object)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  });

  test('leaves out a string that is too long and cuts a key that is', () => {
    for (const size of [1, 3, 100]) {
      const parsed = parse(
        '{"a": "12345", "b": ["123456", 7, 1234567], "1234567": 1, "c": "\\u00e9\\u00e9\\u00e9"}',
        size,
        5,
      );
      expect(parsed.value).toEqual({ a: '12345', b: [7], '12345': 1 });
      expect(codes(parsed)).toEqual(Array.from({ length: 4 }, () => 'json-string-too-long'));
      expect(parsed.problems[0]).toMatchObject({ severity: 'warning', line: 1, column: 22 });
    }
  });
});

function accepted(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Feeds byte by byte to a handler that wants no value but those of one kind; gives the codes of the problems. */
function skipping(wanted: JsonKind, text: string, seen: string[] = []): string[] {
  const found: string[] = [];
  const see = (what: string) => () => void seen.push(what);
  const handler: JsonHandler = {
    want: (kind) => kind === wanted,
    onStartObject: see('{'),
    onEndObject: see('}'),
    onStartArray: see('['),
    onEndArray: see(']'),
    onKey: (bytes, start, end) =>
      void seen.push(`${new TextDecoder().decode(bytes.subarray(start, end))}:`),
    onString: see('string'),
    onNumber: see('number'),
    onLiteral: see('literal'),
  };
  const tokenizer = new JsonTokenizer(handler, { onProblem: ({ code }) => found.push(code) });
  feedInChunks(tokenizer, utf8(text), 1);
  return found;
}

describe('JsonTokenizer passing over what nobody wants', () => {
  test('gives no event for it nor for what is inside', () => {
    const seen: string[] = [];
    const text =
      '{"a": [1, {"b": "]}\\"["}], "c": {"d": {}, "e": "\\\\"}, "f": "x", "g": [[], "\n"]}';
    expect(skipping('object', text.replace('"\n"', '"\\n"'), seen)).toEqual([]);
    expect(seen).toEqual(['{', 'a:', 'c:', '{', 'd:', '{', '}', 'e:', '}', 'f:', 'g:', '}']);
  });

  test.each([
    '{"a": [1}',
    '{"a": [{]}',
    '{"a": ["\n"]}',
    '{"a": ["\\x"]}',
    '{"a": [1]]}',
    '{"a": 01}',
    '{"a": "\\x"}',
  ])('still finds the error in %j', (text) => {
    expect(skipping('object', text)).toEqual(['json-malformed']);
  });

  test('finds a text cut inside of it', () => {
    for (const text of ['{"a": [1, "', '{"a": [1, [2', '{"a": "x', '{"a": [1]'])
      expect(skipping('object', text)).toEqual(['json-truncated']);
  });

  test('counts lines inside of it', () => {
    const problems: ByteProblem[] = [];
    const builder = new JsonValueBuilder(1);
    const handler = Object.assign(builder, { want: (kind: JsonKind) => kind !== 'array' });
    const tokenizer = new JsonTokenizer(handler, { onProblem: (p) => problems.push(p) });
    feedInChunks(tokenizer, utf8('{"a": [1,\r\n2,\n3\n], x'), 1);
    expect(problems).toMatchObject([{ line: 4, column: 4 }]);
  });
});

describe('parseJsonBounded', () => {
  test('gives the value of a small text', () => {
    expect(parseJsonBounded(utf8('\ufeff{"a": [1, "é", null]}\n'))).toEqual({
      value: { a: [1, 'é', null] },
      problems: [],
    });
  });

  test('gives a located problem and no value for a malformed one', () => {
    const parsed = parseJsonBounded(utf8('{"a": }'), 1000, 7);
    expect(parsed.value).toBeUndefined();
    expect(parsed.problems).toMatchObject([{ code: 'json-malformed', line: 7, column: 7 }]);
  });

  test('gives up a value that is too large', () => {
    const large = utf8(JSON.stringify(Array.from({ length: 100 }, (_, i) => ({ i, s: 'x' }))));
    expect(parseJsonBounded(large, 1000)).toMatchObject({
      problems: [{ code: 'json-value-too-large' }],
    });
    expect(parseJsonBounded(large, 1000).value).toBeUndefined();
    expect(parseJsonBounded(utf8(`"${'x'.repeat(50)}"`), 40).value).toBeUndefined();
    expect(parseJsonBounded(large).problems).toEqual([]);
  });
});
