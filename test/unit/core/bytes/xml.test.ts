import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ByteProblem } from '../../../../src/core/bytes/problem';
import { XmlTokenizer } from '../../../../src/core/bytes/xml';
import { feedInChunks, sayNotRun, sharedFixtures, utf8 } from './helpers';

type Event = readonly [string, Record<string, string>] | string;

interface Parsed {
  /** Start tags as [name, attributes], end tags as `/name`, texts as `"text`. */
  readonly events: Event[];
  readonly problems: ByteProblem[];
  readonly failed: boolean;
}

function parse(input: string | Uint8Array, size = Infinity, maxText?: number): Parsed {
  const bytes = typeof input === 'string' ? utf8(input) : input;
  const events: Event[] = [];
  const problems: ByteProblem[] = [];
  const decode = (part: Uint8Array, start: number, end: number): string =>
    new TextDecoder('utf-8', { ignoreBOM: true }).decode(part.subarray(start, end));
  const tokenizer = new XmlTokenizer(
    {
      onStart: (name, attributes) => {
        const entries = Array.from({ length: attributes.count }, (_, i) => [
          attributes.name(i),
          decode(attributes.bytes, attributes.start(i), attributes.end(i)),
        ]);
        events.push([name, Object.fromEntries(entries) as Record<string, string>]);
      },
      onEnd: (name) => events.push(`/${name}`),
      onText: (part, start, end) => events.push(`"${decode(part, start, end)}`),
    },
    { onProblem: (problem) => problems.push(problem), maxText },
  );
  feedInChunks(tokenizer, bytes, Math.max(1, Math.min(size, bytes.length)));
  return { events, problems, failed: tokenizer.failed };
}

/** Parses whole and in chunks of one to nine bytes; all must say the same. */
function everyChunking(input: string | Uint8Array, maxText?: number): Parsed {
  const whole = parse(input, Infinity, maxText);
  for (let size = 1; size < 10; size++) expect(parse(input, size, maxText)).toEqual(whole);
  return whole;
}

const codes = (parsed: Parsed): string[] => parsed.problems.map(({ code }) => code);

const voc = `<?xml version="1.0" encoding="utf-8"?>
<!-- by hand -->
<annotation verified='yes'>
\t<filename>@.jpg</filename>
\t<object><name>person</name><part><name>head</name></part><difficult>0</difficult></object>
\t<object/>
</annotation>
<!-- end -->
`;

describe('XmlTokenizer', () => {
  test('gives tags, attributes and texts in order', () => {
    const { events, problems } = everyChunking(voc);
    expect(problems).toEqual([]);
    expect(events.filter((event) => typeof event !== 'string' || !/^"\s+$/.test(event))).toEqual([
      ['annotation', { verified: 'yes' }],
      ['filename', {}],
      '"@.jpg',
      '/filename',
      ['object', {}],
      ['name', {}],
      '"person',
      '/name',
      ['part', {}],
      ['name', {}],
      '"head',
      '/name',
      '/part',
      ['difficult', {}],
      '"0',
      '/difficult',
      '/object',
      ['object', {}],
      '/object',
      '/annotation',
    ]);
  });

  test('gives text whole around comments, instructions and CDATA', () => {
    const { events, problems } = everyChunking(
      '<a>c<!-- <b> & -- --->a<?p <x> ?>t<![CDATA[ <&amp;]] ]>]]>\n</a>',
    );
    expect(problems).toEqual([]);
    expect(events).toEqual([['a', {}], '"cat <&amp;]] ]>\n', '/a']);
  });

  test('decodes the predefined entities and characters by number', () => {
    const text =
      '<a v="&lt;&quot;&#65;&#x1F600;\'" w=\'"&apos;\'>&lt;&gt;&amp;amp;&#233;&#xe9;</a>';
    const { events, problems } = everyChunking(text);
    expect(problems).toEqual([]);
    expect(events).toEqual([['a', { v: '<"A😀\'', w: '"\'' }], '"<>&amp;éé', '/a']);
  });

  test('makes line ends LF in texts and blanks in values', () => {
    const { events } = everyChunking('<a v="1\r\n2\r3\t4\n5">1\r\n2\r3\n<![CDATA[\r\n]]></a>');
    expect(events).toEqual([['a', { v: '1 2 3 4 5' }], '"1\n2\n3\n\n', '/a']);
  });

  test('takes blanks, prefixes and names of any letters where XML allows them', () => {
    const { events, problems } = everyChunking(
      '\n<x:a \n b = "1"\tç.d-9=""\r\n><猫/></x:a >\n<?end?>',
    );
    expect(problems).toEqual([]);
    expect(events).toEqual([['x:a', { b: '1', 'ç.d-9': '' }], ['猫', {}], '/猫', '/x:a']);
  });

  test('skips a document type with all that may be in it', () => {
    const doctype = `<!DOCTYPE a SYSTEM "x>.dtd" [
      <!ELEMENT a (#PCDATA)> <!-- it's > ]> --> <?p ' ]> ?> <!ENTITY q "]>'"> <!ATTLIST a b CDATA '"]>'>
    ]  >`;
    const { events, problems } = everyChunking(`${doctype}<a>x</a>`);
    expect(problems).toEqual([]);
    expect(events).toEqual([['a', {}], '"x', '/a']);
    expect(everyChunking('<!DOCTYPE a><a/>').events).toEqual([['a', {}], '/a']);
  });

  test('never expands an entity that a document declares', () => {
    const lols = Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`,
    );
    const text = `<!DOCTYPE a [<!ENTITY l0 "lol">${lols.join('')}<!ENTITY f SYSTEM "file:///etc/passwd">]>
<a v="&l9;">&l9; &f;</a>`;
    const { events, problems } = everyChunking(text);
    expect(events).toEqual([['a', { v: '&l9;' }], '"&l9; &f;', '/a']);
    expect(problems).toMatchObject([
      { code: 'xml-entity-not-expanded', severity: 'warning', line: 2, column: 7 },
      { code: 'xml-entity-not-expanded', line: 2, column: 13 },
      { code: 'xml-entity-not-expanded', line: 2, column: 18 },
    ]);
  });

  test('keeps an ampersand that begins no reference, and says so', () => {
    const { events, problems } = everyChunking('<a v="R&D">AT&T &; & &#0; &#xD800; &#1114112;</a>');
    expect(events).toEqual([['a', { v: 'R&D' }], '"AT&T &; & &#0; &#xD800; &#1114112;', '/a']);
    expect(codes({ events, problems, failed: false })).toEqual([
      ...Array.from({ length: 4 }, () => 'xml-ampersand-bare'),
      ...Array.from({ length: 3 }, () => 'xml-entity-not-expanded'),
    ]);
    expect(everyChunking(`<a>&${'x'.repeat(200)};</a>`).events[1]).toBe(`"&${'x'.repeat(200)};`);
  });
});

describe('XmlTokenizer at what is not well-formed', () => {
  test.each([
    ['<a><b></a>', 'xml-tag-mismatch', 1, 7],
    ['<a>\n <b>\n</c\n></b></a>', 'xml-tag-mismatch', 3, 1],
    ['<a></a><b/>', 'xml-malformed', 1, 8],
    ['<a/>\nx', 'xml-malformed', 2, 1],
    ['x<a/>', 'xml-malformed', 1, 1],
    ['</a>', 'xml-malformed', 1, 2],
    ['<a b/>', 'xml-malformed', 1, 5],
    ['<a b=c/>', 'xml-malformed', 1, 6],
    ['<a b="1"c="2"/>', 'xml-malformed', 1, 9],
    ['<a b="<"/>', 'xml-malformed', 1, 7],
    ['<a b="1" b="2"/>', 'xml-malformed', 1, 11],
    ['<a / >', 'xml-malformed', 1, 5],
    ['<a></a/>', 'xml-malformed', 1, 7],
    ['<a></a b="1">', 'xml-malformed', 1, 8],
    ['<a></>', 'xml-malformed', 1, 6],
    ['<a>1 < 2</a>', 'xml-malformed', 1, 7],
    ['<a>\n<\n</a>', 'xml-malformed', 2, 2],
    ['<1a/>', 'xml-malformed', 1, 2],
    ['<a><!X></a>', 'xml-malformed', 1, 6],
    ['<![CDATA[x]]><a/>', 'xml-malformed', 1, 9],
    ['<a/><!DOCTYPE a>', 'xml-malformed', 1, 13],
    ['<a>&lt;', 'xml-truncated', 1, 8],
    ['<a>\n<b>x</b>\n', 'xml-truncated', 3, 1],
    ['', 'xml-truncated', 1, 1],
    ['<!-- -->', 'xml-truncated', 1, 9],
    ['<a/><!-- ', 'xml-truncated', 1, 10],
  ])('locates the error of %j', (text, code, line, column) => {
    const { problems, failed } = everyChunking(text);
    expect(failed).toBe(true);
    expect(problems.at(-1)).toMatchObject({ code, severity: 'error', line, column });
  });

  test('says which element is open where a file was cut, at every byte', () => {
    const end = voc.lastIndexOf('</annotation>') + '</annotation>'.length;
    for (let length = 0; length < end; length++) {
      const { problems } = parse(voc.slice(0, length), 7);
      expect(problems).toHaveLength(1);
      expect(problems[0].code).toBe('xml-truncated');
    }
    expect(parse(voc.slice(0, end)).problems).toEqual([]);
    expect(parse('<a>\n<b c="').problems[0].message).toContain('<a>, which line 1 opens');
  });

  test('never throws on noise, and says the same for every chunking', () => {
    const unit = fc.constantFrom(
      '<',
      '>',
      '/',
      '!',
      '?',
      '<a',
      '</a>',
      '<a>',
      ' b="',
      '"',
      "'",
      '&',
      ';',
      '#',
      'x',
      ' ',
      '\n',
      '--',
      '[CDATA[',
      ']]>',
      'DOCTYPE',
      '[',
      ']',
      'é',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 14 }), fc.nat(5), (units, size) => {
        const text = units.join('');
        const whole = parse(text);
        expect(parse(text, size + 1)).toEqual(whole);
        expect(whole.problems.filter(({ severity }) => severity === 'error')).toHaveLength(
          whole.failed ? 1 : 0,
        );
        for (const { line, column } of whole.problems)
          expect(Math.min(line, column)).toBeGreaterThan(0);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('XmlTokenizer at its limits', () => {
  const nested = (depth: number): string => '<a>'.repeat(depth) + '</a>'.repeat(depth);

  test('reads nesting of 256 and refuses 257', () => {
    expect(parse(nested(256)).problems).toEqual([]);
    expect(parse(nested(257)).problems).toMatchObject([
      { code: 'xml-too-deep', column: 256 * 3 + 1 },
    ]);
  });

  test('refuses names and tags without end', () => {
    expect(codes(parse(`<${'a'.repeat(1025)}/>`, 100))).toEqual(['xml-too-long']);
    expect(parse(`<${'a'.repeat(1024)}/>`, 100).problems).toEqual([]);
    const attributes = Array.from({ length: 257 }, (_, i) => ` a${i}=""`);
    expect(codes(parse(`<a${attributes.join('')}/>`, 100))).toEqual(['xml-too-long']);
    expect(parse(`<a${attributes.slice(1).join('')}/>`, 100).problems).toEqual([]);
  });

  test('leaves out a text or value that is too long and reads on', () => {
    const text =
      '<a><b>123456</b><b>12345</b><b>12<!---->3456</b><c v="1234" w="12" x="1"/>\n<b><![CDATA[123456]]></b>\n123&amp;&amp;4<d\ne="1"/></a>';
    const { events, problems } = everyChunking(text, 5);
    expect(events).toEqual([
      ['a', {}],
      ['b', {}],
      '/b',
      ['b', {}],
      '"12345',
      '/b',
      ['b', {}],
      '/b',
      ['c', { v: '1234', x: '1' }],
      '/c',
      '"\n',
      ['b', {}],
      '/b',
      ['d', { e: '1' }],
      '/d',
      '/a',
    ]);
    expect(problems).toMatchObject([
      { code: 'xml-too-long', severity: 'warning', line: 1, column: 13 },
      { code: 'xml-too-long', line: 1 },
      { code: 'xml-too-long', line: 1 },
      { code: 'xml-too-long', line: 2 },
      { code: 'xml-too-long', line: 3, column: 15 },
    ]);
  });
});

describe('XmlTokenizer and encodings', () => {
  const body = (encoding: string): string =>
    `<?xml version="1.0" encoding="${encoding}"?>\n<a b="é">猫</a>`;
  const expected = [['a', { b: 'é' }], '"猫', '/a'];

  test.each(['utf-16le', 'utf-16be'] as const)('reads %s with and without a mark', (encoding) => {
    for (const mark of ['', '\ufeff']) {
      const bytes = Buffer.from(mark + body('UTF-16'), 'utf16le');
      const input = encoding === 'utf-16le' ? bytes : bytes.swap16();
      expect(everyChunking(new Uint8Array(input))).toEqual({
        events: expected,
        problems: [],
        failed: false,
      });
    }
  });

  test('reads UTF-8 with and without a mark, whatever the prolog has outlived', () => {
    for (const text of [body('UTF-8'), `\ufeff${body('utf8')}`, body('utf-16'), '<a b="é">猫</a>'])
      expect(everyChunking(text)).toEqual({ events: expected, problems: [], failed: false });
  });

  test.each(['ISO-8859-1', 'windows-1252', 'latin1'])('reads %s as the prolog says', (encoding) => {
    const text = `<?xml version='1.0' encoding='${encoding}' standalone="yes"?><a b="\xe9">\x80</a>`;
    const { events, problems } = everyChunking(Uint8Array.from(text, (each) => each.charCodeAt(0)));
    expect(problems).toEqual([]);
    expect(events).toEqual([['a', { b: 'é' }], '"€', '/a']);
  });

  test('reads an encoding that it does not know as UTF-8, and says so', () => {
    const { events, problems } = everyChunking(body('Shift_JIS'));
    expect(events).toEqual(expected);
    expect(problems).toMatchObject([
      { code: 'xml-encoding-unknown', severity: 'warning', line: 1, column: 1 },
    ]);
  });
});

describe('XmlAttributes', () => {
  test('finds a value by name', () => {
    const seen: unknown[] = [];
    const tokenizer = new XmlTokenizer({
      onStart: (_, attributes) => {
        seen.push(
          attributes.text('label'),
          attributes.text('none'),
          attributes.indexOf('x'),
          attributes.indexOf(''),
        );
      },
      onEnd: () => undefined,
      onText: () => undefined,
    });
    feedInChunks(tokenizer, utf8('<a x="1" label="c&amp;t"/>'), 5);
    expect(seen).toEqual(['c&t', undefined, 0, -1]);
  });
});

describe('XmlTokenizer on real files', () => {
  const fixtures = sharedFixtures();
  if (fixtures === undefined) sayNotRun('XML files of the fixtures');
  const files = (
    fixtures === undefined ? [] : fs.readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
  ).filter((file) => file.endsWith('.xml'));

  test.skipIf(files.length === 0)('reads every one without a problem, tags in balance', () => {
    for (const file of files) {
      const bytes = fs.readFileSync(path.join(fixtures ?? '', file));
      const { events, problems } = parse(bytes, 11);
      expect([file, problems]).toEqual([file, []]);
      const ends = events.filter((event) => typeof event === 'string' && event.startsWith('/'));
      expect(ends).toHaveLength(events.filter((event) => typeof event !== 'string').length);
      const objects = (bytes.toString().match(/<object[\s>]/g) ?? []).length;
      expect(events.filter((event) => event[0] === 'object')).toHaveLength(objects);
    }
  });
});
